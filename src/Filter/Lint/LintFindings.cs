namespace MsLite.Filter.Lint;

/// <summary>Collects what was found, in the order of the walk.</summary>
internal sealed class LintFindings
{
    private readonly List<LintFinding> _findings = [];

    public IReadOnlyList<LintFinding> All => _findings;

    public void Fault(string path, string sentence) => _findings.Add(new LintFinding(path, sentence));

    public void Advise(string path, string sentence) => _findings.Add(new LintFinding(path, sentence, IsAdvice: true));
}
