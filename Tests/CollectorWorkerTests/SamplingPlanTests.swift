import Testing

@testable import CollectorWorker

@Suite struct SamplingPlanTests {
    private func plan(_ text: String) throws(PayloadError) -> SamplingPlan {
        try SamplingPlan(payload: Array(text.utf8))
    }

    @Test func aFileIsSampledEachInterval() throws {
        let expected = SamplingPlan(source: .file(path: "/proc/loadavg"), interval: .milliseconds(250))
        #expect(try plan(#"{"source":"file:/proc/loadavg","interval_ms":250}"#) == expected)
    }

    @Test func aSecondIsTheIntervalWhereNoneIsNamed() throws {
        #expect(try plan(#"{"source":"file:/proc/loadavg"}"#).interval == .seconds(1))
    }

    @Test func aServerIsNamedByHostAndPort() throws {
        #expect(try plan(#"{"source":"tcp:device-3:7000"}"#).source == .tcp(host: "device-3", port: 7000))
        #expect(try plan(#"{"source":"tcp:[::1]:7000"}"#).source == .tcp(host: "::1", port: 7000))
    }

    @Test func unknownFieldsAreIgnored() throws {
        #expect(try plan(#"{"source":"file:/a","unit":"bar"}"#).source == .file(path: "/a"))
    }

    @Test(arguments: [
        ("", "it is empty"),
        ("hello", "it is not JSON: 'hello'"),
        ("{\"source\":", "it is not JSON: '{\"source\":'"),
        ("[1]", "it is JSON, but no object"),
        ("7", "it is JSON, but no object"),
        ("{}", "it has no \"source\""),
        (#"{"source":7}"#, "its \"source\" is no text"),
        (#"{"source":null}"#, "its \"source\" is no text"),
        (#"{"source":"http://a"}"#, "source 'http://a' is neither file:PATH nor tcp:HOST:PORT"),
        (#"{"source":"file:a"}"#, "the path of source 'file:a' is not absolute"),
        (#"{"source":"tcp:device"}"#, "source 'tcp:device' names no port"),
        (#"{"source":"tcp::7"}"#, "source 'tcp::7' names no host"),
        (#"{"source":"tcp:a:0"}"#, "the port of source 'tcp:a:0' is not a number from 1 to 65535"),
        (#"{"source":"tcp:a:65536"}"#, "the port of source 'tcp:a:65536' is not a number from 1 to 65535"),
        (#"{"source":"file:/a","interval_ms":9}"#, "interval_ms is 9, not from 10 to 86400000"),
        (#"{"source":"file:/a","interval_ms":"1"}"#, "its \"interval_ms\" is no whole number"),
        (#"{"source":"file:/a","interval_ms":1.5}"#, "its \"interval_ms\" is no whole number"),
    ])
    func whatIsWrongIsNamed(payload: String, fault: String) {
        let error = #expect(throws: PayloadError.self) { try plan(payload) }
        #expect(error?.fault == fault)
    }

    @Test func theErrorShowsWhatWouldBeRight() throws {
        let error = try #require(throws: PayloadError.self) { try plan("{}") }
        #expect(
            error.description.hasSuffix(#"right is, for example, {"source":"file:/proc/loadavg","interval_ms":1000}"#))
        let right = try #require(error.description.firstIndex(of: "{"))
        #expect(try plan(String(error.description[right...])).source == .file(path: "/proc/loadavg"))
    }
}
