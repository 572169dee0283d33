namespace MsLite.Benchmarks.Browse;

/// <summary>One opening of a page, in milliseconds from the beginning of the navigation.</summary>
/// <param name="Paint">Until the first text or picture was drawn.</param>
/// <param name="Content">Until that was there for which one opens the page.</param>
/// <param name="Ready">Until its buttons answered.</param>
internal sealed record Visit(double Paint, double Content, double Ready);
