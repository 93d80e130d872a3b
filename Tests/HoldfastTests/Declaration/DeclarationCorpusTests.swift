import HoldfastCore
import TestSupport
import Testing

@testable import Holdfast

/// What the fuzzer begins with goes through the decoder in every run of the tests: any bytes are a word, or none.
@Suite struct DeclarationCorpusTests {
    @Test func everyFileIsAWordOrNone() throws {
        var (declaring, own, foreign) = (Set<String>(), Set<String>(), Set<String>())
        var accounting: Set<String> = []
        for (name, bytes) in try Corpus.files("declaration") {
            let data = ListData(bytes)
            switch data {
            case .empty: #expect(bytes.isEmpty, "\(name)")
            case .foreign: foreign.insert(name)
            case .own(let word):
                own.insert(name)
                #expect(ListData(word.bytes) == data, "\(name)")
                if word.declaration != nil { declaring.insert(name) }
                if word.declaration?.changes.isEmpty == false { accounting.insert(name) }
            }
        }
        #expect(declaring.isSuperset(of: ["whole", "more", "others", "layout-plain"]))
        #expect(declaring.isSuperset(of: ["account", "account-of-another", "account-malformed"]))
        #expect(accounting == ["account"])
        #expect(own.isSuperset(of: ["approved", "twice", "fraction", "too-large", "negative"]))
        #expect(declaring.isDisjoint(with: ["approved", "twice", "fraction", "too-large", "negative"]))
        #expect(own.isSuperset(of: ["layout", "layout-malformed", "layout-declared", "retired"]))
        #expect(declaring.isDisjoint(with: ["layout", "layout-malformed", "layout-declared", "retired"]))
        #expect(foreign.isSuperset(of: ["foreign", "other-version", "deep", "cut"]))
    }
}
