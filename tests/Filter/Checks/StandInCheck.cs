using MsLite.Filter.Checks;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Tests.Checks;

/// <summary>A check whose answer the test writes.</summary>
internal sealed class StandInCheck(string name, int order, Func<CancellationToken, Task<CheckResult>> answer, bool usesNetwork = false) : ICheck
{
    private int _timesAsked;

    public StandInCheck(string name, int order, CheckResult answer, bool usesNetwork = false)
        : this(name, order, _ => Task.FromResult(answer), usesNetwork)
    {
    }

    public int TimesAsked => _timesAsked;

    public string Name => name;

    public string Summary => "Answers what the test wants.";

    public int Order => order;

    public bool UsesNetwork => usesNetwork;

    public bool RestsOnClient { get; init; }

    public async ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        Interlocked.Increment(ref _timesAsked);
        return await answer(ct);
    }
}
