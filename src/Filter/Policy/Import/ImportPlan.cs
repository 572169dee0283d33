using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Policy.Import;

/// <summary>What an import would do, line by line. Made by <see cref="PolicyImport"/>, which also carries it out.</summary>
public sealed class ImportPlan
{
    internal ImportPlan(IReadOnlyList<ImportLine> lines, IReadOnlyList<(PolicyPath Path, PolicyContent Content)> steps) => (Lines, Steps) = (lines, steps);

    /// <summary>In the order of the list; comments and blank lines left out.</summary>
    public IReadOnlyList<ImportLine> Lines { get; }

    public int Created => Count(ImportResult.Created);

    public int Changed => Count(ImportResult.Changed);

    public int Unchanged => Count(ImportResult.Unchanged);

    public int Refused => Count(ImportResult.Refused);

    /// <summary>Every line makes sense. A plan that is not sound is not carried out, not even in part.</summary>
    public bool IsSound => Lines.All(line => line.Result != ImportResult.Refused);

    /// <summary>What is to be written, a directory before what is in it.</summary>
    internal IReadOnlyList<(PolicyPath Path, PolicyContent Content)> Steps { get; }

    private int Count(ImportResult result) => Lines.Count(line => line.Result == result);
}
