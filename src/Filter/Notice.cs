namespace MsLite.Filter;

/// <summary>Something that is not as it should be, and that the operator can mend.</summary>
/// <param name="Subject">What it is about, in a few words: "DNS blocklist bl.example".</param>
/// <param name="Text">What is wrong, since when, and what the program does about it; full sentences.</param>
/// <param name="Remedy">What to do, a full sentence.</param>
public sealed record Notice(string Subject, string Text, string Remedy);

/// <summary>A part of the program that may have something to say to the operator. The panel and the status show all of them.</summary>
public interface INoticeSource
{
    /// <summary>What is wrong at this moment; empty when all is well. Cheap: asked at every refresh of a page.</summary>
    IReadOnlyList<Notice> Notices { get; }
}
