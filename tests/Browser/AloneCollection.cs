namespace MsLite.Browser.Tests;

/// <summary>Tests that take the whole machine: no other one runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
