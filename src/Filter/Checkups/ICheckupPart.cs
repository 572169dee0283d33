namespace MsLite.Filter.Checkups;

/// <summary>One thing to look at for "is it right?". Called from any thread; what it throws, or a time limit, becomes a finding.</summary>
internal interface ICheckupPart
{
    /// <summary>In a few words, for the place where its findings will stand: "Resolver".</summary>
    string Subject { get; }

    /// <param name="domains">The hosted domains it is about; not all of a thousand.</param>
    Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct);
}
