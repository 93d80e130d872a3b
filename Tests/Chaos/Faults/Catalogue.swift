/// All faults there are, by what they befall.
enum Catalogue {
    static let sections: [(title: String, faults: [Fault])] = [
        ("Servers", Fault.servers),
        ("Servers with too little of something", Fault.shortages),
        ("The network between servers", Fault.links),
        ("The network between worker and servers", Fault.network),
        ("Sessions", Fault.sessions),
        ("Data", Fault.data),
        ("The list", Fault.lists),
        ("The worker", Fault.workers),
    ]

    static let all = sections.flatMap(\.faults)

    static func fault(named name: String) -> Fault? {
        all.first { $0.name == name }
    }
}
