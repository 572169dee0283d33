namespace MsLite.Filter.Journal;

internal static class RowMarksExtensions
{
    /// <summary>The mark, or none.</summary>
    public static RowMarks If(this RowMarks mark, bool holds) => holds ? mark : RowMarks.None;
}
