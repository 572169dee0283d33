using MsLite.Harness;
using MsLite.Web.Tests.Code;

namespace MsLite.Web.Tests.Documents;

/// <summary>The book leads nowhere that is not there, and everything in it can be found from its table of contents.</summary>
public sealed class LinkTests
{
    private const string Contents = "docs/README.md";

    private static readonly IReadOnlyList<Document> s_documents = Document.All();

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there() =>
        Offenders.None("These links lead nowhere:", s_documents.SelectMany(document => Inner(document).Where(link => !IsThere(document, link)).Select(link => $"{document.Path}: {link}")));

    [Fact]
    public void Every_page_can_be_reached_from_the_table_of_contents()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>([Contents]);
        while (pending.TryPop(out var path))
        {
            if (reached.Add(path) && s_documents.FirstOrDefault(document => document.Path == path) is { } document)
            {
                foreach (var link in Inner(document))
                {
                    pending.Push(Target(document, link).Path);
                }
            }
        }

        Offenders.None($"No link leads from {Contents} to:", s_documents.Select(document => document.Path).Where(path => !reached.Contains(path)));
    }

    /// <summary>Links to elsewhere are somebody else's to keep.</summary>
    private static IEnumerable<string> Inner(Document document) => document.Links.Where(link => !link.Contains("://", StringComparison.Ordinal));

    private static bool IsThere(Document document, string link)
    {
        var (path, anchor) = Target(document, link);
        return Path.Exists(RepositoryRoot.Join(path.Split('/')))
            && (anchor.Length == 0 || (s_documents.FirstOrDefault(other => other.Path == path)?.Anchors.Contains(anchor) ?? false));
    }

    private static (string Path, string Anchor) Target(Document document, string link)
    {
        var parts = link.Split('#', 2);
        var folder = Path.GetDirectoryName(RepositoryRoot.Join(document.Path.Split('/')))!;
        var path = parts[0].Length == 0 ? document.Path : Path.GetRelativePath(RepositoryRoot.Path, Path.GetFullPath(Path.Combine(folder, parts[0])));
        return (path, parts.ElementAtOrDefault(1) ?? "");
    }
}
