internal import HoldfastCore

/// Any bytes are the data of a list node, and what is Holdfast's in them is the same when it is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDeclaration(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let data = ListData(input(start, count))
    if let word = data.word {
        precondition(ListData(word.bytes) == data, "what was read and written again says something else")
    }
    if let declaration = data.declaration {
        precondition(Declaration.generations.contains(declaration.generation) && declaration.count >= 0)
        precondition(declaration.lineage.count <= Declaration.lineageLimit)
        precondition(declaration.changes.count <= Declaration.changesLimit)
    }
    return 0
}
