extension AssignmentCore {
    /// Says what changed in the posture, if anything did that a reader of it would act on.
    mutating func reportChange(at now: Moment) -> [Directive] {
        let reasons = holdReasons
        let state = reasons.isEmpty ? Posture.State.following : .holding(reasons)
        let before = posture
        posture = Posture(
            state: state, since: before.isHolding == !reasons.isEmpty ? before.since : now, assigned: assigned.count,
            pendingRemovals: absent.count, pendingStarts: pendingStarts
        )
        let isNews = state != before.state || (posture.isHolding && posture.pendingRemovals != before.pendingRemovals)
        return isNews ? [.report(posture)] : []
    }

    private var holdReasons: [HoldReason] {
        var reasons: [HoldReason] = []
        switch connectionGate.state {
        case .unknown(let disconnection): reasons.append(HoldReason(disconnection))
        case .connected: if let reason = HoldReason(knowledge) { reasons.append(reason) }
        }
        for cause in ListTrouble.Cause.allCases where trouble?.causes.contains(cause) == true {
            reasons.append(HoldReason(cause))
        }
        if connectionGate.connection != nil, settling != nil { reasons.append(.settling) }
        return reasons
    }
}

extension HoldReason {
    fileprivate init(_ disconnection: Disconnection) {
        self =
            switch disconnection {
            case .connecting: .connecting
            case .disconnected: .disconnected
            case .sessionLost: .sessionLost
            case .authenticationFailed: .authenticationFailed
            case .closed: .closed
            }
    }

    fileprivate init?(_ knowledge: AssignmentCore.Knowledge) {
        switch knowledge {
        case .unread: self = .unread
        case .failed: self = .readFailed
        case .torn(let inARow) where inARow > AssignmentCore.tornReadingsTolerated: self = .torn
        case .stale: self = .stale
        case .torn, .known: return nil
        }
    }

    fileprivate init(_ cause: ListTrouble.Cause) {
        self =
            switch cause {
            case .rewound: .historyRewound
            case .differs: .historyDiffers
            case .recreated: .listRecreated
            case .missing: .listMissing
            case .empty: .listEmpty
            case .braked: .braked
            case .ephemeralGone: .ephemeralGone
            }
    }
}
