namespace MsLite.Browser.Tests;

/// <summary>The program in which what was wanted can be taken back for an hour.</summary>
public sealed class PatientPanel : Panel
{
    protected override IEnumerable<(string Key, string Value)> Options => [("Quarantine:UndoSeconds", "3600")];
}
