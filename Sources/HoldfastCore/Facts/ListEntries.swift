/// The names on a list, in the order of their ids, with what could be read of each.
///
/// It lies in blocks of neighbours, which copies share until one of them changes: a reading that differs from the one before in one
/// entry is made, and compared with it, at the cost of that block, however long the list is.
public struct ListEntries: Sendable {
    /// One name on the list.
    public typealias Element = (id: ThingID, entry: Entry)

    /// Neighbours: never empty, in the order of their ids, all before those of the next block.
    struct Block: Sendable {
        var elements: [Element]
        var unread: Int

        init(_ elements: some Sequence<Element>) {
            self.elements = Array(elements)
            unread = self.elements.count { $0.entry.node == nil }
        }
    }

    /// A block of so many is cut in two.
    static let longestBlock = 64

    private(set) var blocks: [Block] = []
    /// How many names are listed.
    public private(set) var count = 0

    /// No names.
    public init() {}

    /// Names in any order; of one that comes twice, the last entry counts.
    public init(_ elements: some Sequence<Element>) {
        for element in elements { self[element.id] = element.entry }
    }

    /// Names, none of which could be read yet, in any order.
    public init(unread ids: some Sequence<ThingID>) {
        self.init(sorted: ids.sorted())
    }

    /// - Parameter ids: in their order.
    private init(sorted ids: [ThingID]) {
        // Three quarters full, so that the first that are added find room.
        let length = Self.longestBlock * 3 / 4
        var elements: [Element] = []
        elements.reserveCapacity(length)
        for id in ids where id != elements.last?.id {
            if elements.count == length {
                blocks.append(Block(elements))
                elements.removeAll(keepingCapacity: true)
            }
            elements.append((id, .unread))
            count += 1
        }
        if !elements.isEmpty { blocks.append(Block(elements)) }
    }

    /// Whether nothing is listed.
    public var isEmpty: Bool { count == 0 }

    /// Whether some entry could not be read.
    public var holdsUnread: Bool { blocks.contains { $0.unread > 0 } }

    /// What could be read of a name; nil where it is not listed.
    public subscript(id: ThingID) -> Entry? {
        get {
            guard let (block, place) = place(of: id), place.isTaken else { return nil }
            return blocks[block].elements[place.index].entry
        }
        set {
            guard let (block, place) = place(of: id) else {
                if let newValue { insert((id, newValue), at: 0, ofBlock: nil) }
                return
            }
            switch (newValue, place.isTaken) {
            case (let entry?, true): replace(place.index, ofBlock: block, by: entry)
            case (let entry?, false): insert((id, entry), at: place.index, ofBlock: block)
            case (nil, true): remove(place.index, ofBlock: block)
            case (nil, false): break
            }
        }
    }
}

extension ListEntries {
    private struct Place {
        var index: Int
        /// Whether the id stands there; else that is where it belongs.
        var isTaken: Bool
    }

    /// The block that an id belongs to, and its place there; nil where there are no blocks.
    private func place(of id: ThingID) -> (block: Int, place: Place)? {
        guard !blocks.isEmpty else { return nil }
        // The last block that does not begin after it.
        var (low, high) = (0, blocks.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if id < blocks[middle].elements[0].id { high = middle } else { low = middle }
        }
        return (low, Self.place(of: id, in: blocks[low].elements))
    }

    private static func place(of id: ThingID, in elements: [Element]) -> Place {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if elements[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return Place(index: low, isTaken: low < elements.count && elements[low].id == id)
    }

    private mutating func replace(_ index: Int, ofBlock block: Int, by entry: Entry) {
        let wasUnread = blocks[block].elements[index].entry.node == nil
        blocks[block].elements[index].entry = entry
        blocks[block].unread += (entry.node == nil ? 1 : 0) - (wasUnread ? 1 : 0)
    }

    private mutating func insert(_ element: Element, at index: Int, ofBlock block: Int?) {
        count += 1
        guard let block else {
            blocks = [Block([element])]
            return
        }
        blocks[block].elements.insert(element, at: index)
        if element.entry.node == nil { blocks[block].unread += 1 }
        let elements = blocks[block].elements
        guard elements.count >= Self.longestBlock else { return }
        let half = elements.count / 2
        blocks[block] = Block(elements[..<half])
        blocks.insert(Block(elements[half...]), at: block + 1)
    }

    private mutating func remove(_ index: Int, ofBlock block: Int) {
        count -= 1
        let removed = blocks[block].elements.remove(at: index)
        if removed.entry.node == nil { blocks[block].unread -= 1 }
        if blocks[block].elements.isEmpty { blocks.remove(at: block) }
    }
}

extension ListEntries: Sequence {
    /// Gives the names in the order of their ids.
    public struct Iterator: IteratorProtocol {
        private let blocks: [Block]
        private var block = 0
        private var index = 0

        fileprivate init(_ blocks: [Block]) {
            self.blocks = blocks
        }

        public mutating func next() -> Element? {
            guard block < blocks.count else { return nil }
            defer {
                index += 1
                if index == blocks[block].elements.count { (block, index) = (block + 1, 0) }
            }
            return blocks[block].elements[index]
        }
    }

    public var underestimatedCount: Int { count }

    public func makeIterator() -> Iterator { Iterator(blocks) }
}

extension ListEntries: Hashable {
    public static func == (left: ListEntries, right: ListEntries) -> Bool {
        guard left.count == right.count else { return false }
        var isSame = true
        right.forEachDifference(from: left) { _, _, _ in isSame = false }
        return isSame
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for block in blocks { for element in block.elements { hasher.combine(element.id) } }
    }
}

extension ListEntries: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (ThingID, Entry)...) {
        self.init(elements.map { (id: $0, entry: $1) })
    }
}
