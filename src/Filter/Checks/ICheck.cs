using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>
/// One reason to refuse a message, asked after the whole message has been read. One instance serves all messages, from many
/// threads at once. What a check throws makes it abstain; it must not wait longer than <c>ct</c> allows.
/// </summary>
public interface ICheck
{
    /// <summary>The check's name, and the name of its switch in <c>/srv/DOMAIN/checks/</c>.</summary>
    string Name { get; }

    /// <summary>One sentence for the operator: what it refuses, and why that works.</summary>
    string Summary { get; }

    /// <summary>Place in the questioning: the contract's row × 10. The first refusal in this order gives the reason.</summary>
    int Order { get; }

    /// <summary>It asks DNS or a daemon: such checks are started together, after the others.</summary>
    bool UsesNetwork => false;

    /// <summary>The switch <c>checks/all</c> switches it on, too.</summary>
    bool IsInAll => true;

    /// <summary>
    /// What it finds rests on the client's address being the sender's own. While a proxy or a container's gateway hides the real
    /// addresses (the real-client guard), such a check is in shadow.
    /// </summary>
    bool RestsOnClient => false;

    /// <summary>Its body says that mail is to wait, rather than to pass, when whom the check asks is down.</summary>
    bool DefersWhenDown(PolicyBody parameters) => false;

    /// <summary>Other names of its switch.</summary>
    IReadOnlyList<string> OtherSwitches => [];

    /// <summary>The lines of its own that may stand in its body.</summary>
    IReadOnlyList<CheckParameter> Parameters => [];

    /// <summary>What cannot be understood in the check's own parameters; each a clause that goes on behind the file's name.</summary>
    IEnumerable<string> Faults(PolicyBody parameters) => [];

    /// <summary>The file that switches the check on for this domain, or null when it is off.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    PolicyFile? FindSwitch(DomainPolicy policy) => policy.FindCheck(Name, OtherSwitches, IsInAll);

    /// <summary>Asked once for a transaction, however many recipients it has: what it finds must not depend on them.</summary>
    /// <param name="parameters">The body of the switch: the check's own parameters.</param>
    ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct);
}
