import TestSupport
import Testing

@testable import CollectorWorker

/// What the fuzzer begins with goes through the decoder in every run of the tests: a bad payload is an error in words.
@Suite struct PayloadCorpusTests {
    @Test func everyPayloadIsAPlanOrAnError() throws {
        var (good, bad) = (Set<String>(), Set<String>())
        for (name, payload) in try Corpus.files("payload") {
            do throws(PayloadError) {
                let plan = try SamplingPlan(payload: payload)
                #expect(plan.interval >= .milliseconds(10) && plan.interval <= .seconds(86_400), "\(name)")
                good.insert(name)
            } catch {
                #expect(!error.fault.isEmpty, "\(name)")
                bad.insert(name)
            }
        }
        #expect(good.isSuperset(of: ["file", "tcp", "ipv6"]))
        #expect(
            bad.isSuperset(of: [
                "huge-interval", "beyond", "fraction", "nul", "null", "no-object", "no-json", "port", "empty", "deep",
            ]))
    }
}
