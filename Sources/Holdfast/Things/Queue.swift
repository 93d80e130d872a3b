/// Elements in the order in which they came, the oldest first.
///
/// An array whose first are only passed over, until they are half of it: to move the rest up each time would make a long queue cost the
/// square of its length.
struct Queue<Element> {
    private var elements: [Element] = []
    private var passed = 0

    var first: Element? { passed < elements.count ? elements[passed] : nil }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard let first else { return nil }
        passed += 1
        if passed == elements.count {
            // A queue that was long once keeps no room for that.
            self = Queue()
        } else if passed * 2 >= elements.count {
            elements.removeFirst(passed)
            passed = 0
        }
        return first
    }
}
