namespace MsLite.Filter.Quarantine.View;

/// <summary>Text of some length. Line feeds and tabs are its only control characters.</summary>
/// <param name="IsCut">Whether there is more than is shown.</param>
public sealed record ViewedText(string Text, bool IsCut)
{
    public static readonly ViewedText Empty = new("", IsCut: false);

    internal static ViewedText Of(string text, int most) => new(PlainText.CleanLines(text, most), text.Length > most);
}
