namespace MsLite.Filter.Access;

/// <summary>Somebody who is signed in, with one browser.</summary>
/// <param name="Id">Names the session where it is shown and revoked; it does not open it.</param>
/// <param name="Used">To about five minutes.</param>
/// <param name="Address">The client's address at the sign-in.</param>
/// <param name="Browser">What the browser said it is; a stranger's text.</param>
public sealed record Session(string Id, Caller Caller, DateTimeOffset Begun, DateTimeOffset Used, string Address, string Browser);
