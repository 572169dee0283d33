namespace MsLite.Mail.Dns;

/// <summary>
/// Asks DNS. Called from any thread, many questions at a time. Aliases (CNAME) are followed inside, so an answer holds
/// records of the type asked for and nothing else.
/// </summary>
public interface IDnsResolver
{
    /// <summary>
    /// The records of <paramref name="type"/> at <paramref name="name"/> (any case, with or without the final dot; names beyond
    /// ASCII are asked for in their A-label form). A failure is an answer. Throws only <see cref="OperationCanceledException"/>.
    /// </summary>
    ValueTask<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default);
}
