namespace MsLite.Filter.Checkups;

/// <summary>Whether clients are seen as they are, or all as one gateway.</summary>
internal sealed class GuardPart(ClientGuard guard) : ICheckupPart
{
    public string Subject => "Clients' addresses";

    public Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CheckupFinding>>(guard.Notices is [var notice, ..]
            ? [CheckupFinding.Bad(Subject, notice.Text, notice.Remedy)]
            : [CheckupFinding.Good(Subject, "Nothing speaks for a gateway or proxy that hides who the clients are.")]);
}
