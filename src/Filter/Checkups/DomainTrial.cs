using MsLite.Filter.Policy;
using MsLite.Mail;

namespace MsLite.Filter.Checkups;

/// <summary>Tries a next hop out for a domain, with one of its own users.</summary>
public sealed class DomainTrial
{
    private readonly SrvTree _tree;
    private readonly NextHopTrial _trial;

    internal DomainTrial(SrvTree tree, NextHopTrial trial) => (_tree, _trial) = (tree, trial);

    /// <param name="domain">It need not be hosted yet.</param>
    /// <param name="nextHop">As in the file <c>delivery</c>.</param>
    /// <param name="user">A local part to ask about; null for one that the domain lists.</param>
    /// <exception cref="OperationCanceledException">Whoever asked has left.</exception>
    /// <param name="isAdministrator">Whether this machine's own programs, files and sockets may be tried out, too.</param>
    public Task<IReadOnlyList<CheckupFinding>> RunAsync(string domain, string nextHop, bool isAdministrator, CancellationToken ct, string? user = null) =>
        _trial.RunAsync(nextHop, (user ?? AnyUser(domain)) is { Length: > 0 } local && local != "*" ? new EmailAddress(local, domain) : null, domain, isAdministrator, ct);

    /// <summary>Somebody whom the domain accepts from everywhere; null when it names nobody so.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public static string? UserOf(DomainPolicy policy) => Recipients.AnyUser(policy);

    private string? AnyUser(string domain)
    {
        try
        {
            return _tree.FindDomain(domain) is { } policy ? Recipients.AnyUser(policy) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
