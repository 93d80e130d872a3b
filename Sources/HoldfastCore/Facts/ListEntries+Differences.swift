extension ListEntries {
    /// Each name whose entry is not what it was in an older list, in the order of the ids: what it was, nil where it was not listed, and
    /// what it is.
    ///
    /// Blocks that both lists share are passed over: nothing in them differs.
    func forEachDifference(from older: ListEntries, _ body: (ThingID, _ before: Entry?, _ now: Entry?) -> Void) {
        var before = Cursor(older.blocks)
        var now = Cursor(blocks)
        while true {
            before.skipShared(with: &now)
            guard let old = before.element else {
                now.forEachRemaining { body($0.id, nil, $0.entry) }
                return
            }
            guard let new = now.element else {
                before.forEachRemaining { body($0.id, $0.entry, nil) }
                return
            }
            if old.id == new.id {
                if old.entry != new.entry { body(old.id, old.entry, new.entry) }
                before.advance()
                now.advance()
            } else if old.id < new.id {
                body(old.id, old.entry, nil)
                before.advance()
            } else {
                body(new.id, nil, new.entry)
                now.advance()
            }
        }
    }

    /// Each name whose entry could not be read.
    func forEachUnread(_ body: (ThingID) -> Void) {
        for block in blocks where block.unread > 0 {
            for element in block.elements where element.entry.node == nil { body(element.id) }
        }
    }

    /// A place in the blocks.
    private struct Cursor {
        private let blocks: [Block]
        private var block = 0
        private var index = 0

        init(_ blocks: [Block]) {
            self.blocks = blocks
        }

        var element: Element? { block < blocks.count ? blocks[block].elements[index] : nil }

        mutating func advance() {
            index += 1
            if index == blocks[block].elements.count { (block, index) = (block + 1, 0) }
        }

        /// Both stand before blocks that they share: behind those they stand alike.
        mutating func skipShared(with other: inout Cursor) {
            guard index == 0, other.index == 0 else { return }
            while block < blocks.count, other.block < other.blocks.count,
                blocks[block].isShared(with: other.blocks[other.block])
            {
                block += 1
                other.block += 1
            }
        }

        mutating func forEachRemaining(_ body: (Element) -> Void) {
            while let element {
                body(element)
                advance()
            }
        }
    }
}

extension ListEntries.Block {
    /// Whether it is the same piece of memory.
    fileprivate func isShared(with other: Self) -> Bool {
        elements.withUnsafeBufferPointer { own in
            other.elements.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress }
        }
    }
}
