using System.Net;

namespace MsLite.Mail.Dns;

/// <summary>What is known of one name server without asking it.</summary>
/// <param name="HasAnswered">At least once.</param>
/// <param name="Failures">Attempts without an answer since the last with one.</param>
public sealed record DnsServerState(IPEndPoint Address, bool HasAnswered, int Failures);
