namespace MsLite.Filter;

/// <summary>Words for a fate.</summary>
public static class FateKindExtensions
{
    /// <summary>The word in log, metrics and API.</summary>
    public static string Word(this FateKind fate) => fate switch
    {
        FateKind.Delivered => "delivered",
        FateKind.Archived => "refused",
        _ => "deferred",
    };

    /// <summary>The fate that <see cref="Word"/> gave this word for.</summary>
    public static FateKind OfWord(string word) => word switch
    {
        "delivered" => FateKind.Delivered,
        "refused" => FateKind.Archived,
        _ => FateKind.Deferred,
    };
}
