/// The states of a session: the present one first, then the newest; the sequence ends after a terminal one.
public typealias SessionStates = NewestValues<SessionState>
