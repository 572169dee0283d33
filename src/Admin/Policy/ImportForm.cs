namespace MsLite.Admin.Policy;

/// <summary>A pasted list, and what is to be done with it.</summary>
public sealed class ImportForm
{
    /// <summary>Below the domain; empty when each line is a path.</summary>
    public string? Into { get; set; }

    public string? Lines { get; set; }

    /// <summary>"preview" or "apply".</summary>
    public string? Do { get; set; }
}
