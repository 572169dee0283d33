using MsLite.Filter.Policy;

namespace MsLite.Filter.Checkups;

/// <summary>Looks at everything outside of the program that has to be right for mail to come in and go on: all at the same time, each with a time limit.</summary>
public sealed class Checkup
{
    /// <summary>Domains looked at when none is named.</summary>
    public const int MostDomains = 10;

    private readonly IReadOnlyList<ICheckupPart> _parts;
    private readonly SrvTree _tree;
    private readonly TimeProvider _clock;

    internal Checkup(IEnumerable<ICheckupPart> parts, SrvTree tree, TimeProvider clock) => (_parts, _tree, _clock) = ([.. parts], tree, clock);

    /// <summary>Before a part is given up: somebody is waiting for all of them.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>What will be looked at, in the order in which it is shown.</summary>
    public IReadOnlyList<string> Subjects => [.. _parts.Select(part => part.Subject)];

    /// <summary>Looks at all of it.</summary>
    /// <param name="domain">Only this hosted one; null for the first few.</param>
    /// <param name="found">Told of each part's findings as soon as they are there, from any thread.</param>
    /// <exception cref="OperationCanceledException">Whoever asked has left.</exception>
    public async Task RunAsync(string? domain, Action<string, IReadOnlyList<CheckupFinding>> found, CancellationToken ct)
    {
        var domains = domain is null ? Domains() : [domain];
        await Task.WhenAll(_parts.Select(part => Task.Run(
            async () => found(part.Subject, await LookAsync(part, domains, ct)),
            ct)));
    }

    private async Task<IReadOnlyList<CheckupFinding>> LookAsync(ICheckupPart part, IReadOnlyList<string> domains, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            return await part.LookAsync(domains, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return [CheckupFinding.Look(part.Subject, FormattableString.Invariant($"Nothing was found out within {Limit.TotalSeconds:0.#} seconds."), "Look again; if it stays so, something on the way there does not answer.")];
        }
#pragma warning disable CA1031 // Whatever breaks here, the other findings are of use.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return [CheckupFinding.Look(part.Subject, $"It could not be looked at: {PlainText.Clean(fault.Message)}", "Look again; the server's log may say more.")];
        }
    }

    private IReadOnlyList<string> Domains()
    {
        try
        {
            return [.. _tree.Domains().Take(MostDomains)];
        }
        catch (IOException)
        {
            // Without the tree what does not hang on domains is still worth a look.
            return [];
        }
    }
}
