using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MsLite.Web.Tests.Api;

/// <summary>Every operation of the API's own description, by every kind of caller, on their own domain and on a foreign one.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class AccessTableTests(ApiServer api)
{
    private static readonly string[] s_methods = ["get", "put", "post", "delete"];

    public static TheoryData<string, string> Operations
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (path, item) in Document()["paths"]!.AsObject().Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal)))
            {
                foreach (var method in s_methods.Where(method => item![method] is not null))
                {
                    data.Add(method.ToUpperInvariant(), path);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Nobody_changes_or_learns_what_is_not_theirs(string method, string path)
    {
        var foreign = Fill(path, "foreign.example");
        var own = Fill(path, "own.example");
        var unhosted = Fill(path, "nowhere.example");
        var before = Foreign();

        (await api.AskAsync("", method, own)).AssertProblem(401);
        if (method != "GET")
        {
            (await api.AskAsync("viewer", method, foreign, Content(path))).AssertProblem(IsExplain(path) ? 400 : IsArchive(path) ? 404 : 403);
            (await api.AskAsync("ownviewer", method, own, Content(path))).AssertProblem(IsExplain(path) ? 400 : IsArchive(path) ? 404 : 403);
        }

        if (path.Contains("{domain}", StringComparison.Ordinal))
        {
            var hidden = await api.AskAsync("own", method, foreign);
            hidden.AssertProblem(404);
            Assert.Equal((await api.AskAsync("own", method, unhosted)).Text, hidden.Text);
            (await api.AskAsync("ownviewer", method, foreign)).AssertProblem(404);
        }
        else
        {
            Assert.DoesNotContain("foreign.example", (await api.AskAsync("own", method, foreign, Content(path))).Text, StringComparison.Ordinal);
        }

        Assert.Equal(before, Foreign());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task What_another_web_site_makes_a_browser_ask_is_refused(string method, string path)
    {
        var before = Foreign();

        (await api.AskAsync("root", method, Fill(path, "foreign.example"), Content(path), headers: ("Origin", "https://evil.example"))).AssertProblem(403);

        Assert.Equal(before, Foreign());
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_domain_is_hosted_and_given_up_by_administrators_alone(string method, string path)
    {
        if (path != "/api/v1/domains/{domain}" || method == "GET")
        {
            return;
        }

        (await api.AskAsync("own", method, "/api/v1/domains/own.example")).AssertProblem(403);
        Assert.True(api.Tree.Exists("srv/own.example/users/valid/bob"));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Names_shaped_like_paths_lead_nowhere(string method, string path)
    {
        string[] shapes = ["..%2F..%2Fetc%2Fpasswd", "%2e%2e%2f%2e%2e", "%252e%252e%252f", "..%5c..%5cx", "a%00b", "%C0%AE%C0%AE", "%ff", ".mslite-1", new('a', 300), "p%D0%B0ul", "bo%E2%80%8Bb"];
        var before = api.Tree.Files("srv");
        foreach (Match parameter in Parameter().Matches(path))
        {
            foreach (var shape in shapes)
            {
                var target = Fill(path.Replace(parameter.Value, shape, StringComparison.Ordinal), "own.example");

                var answer = await api.AskAsync("root", method, target, Content(path));

                // The server itself turns NUL away, before anybody of ours could find words.
                Assert.True(answer.Status is >= 400 and < 500, $"{method} {target}: {answer.Status} {answer.Text}");
                Assert.True(answer.Type == "application/problem+json" || shape.Contains("%00", StringComparison.Ordinal), $"{method} {target}: {answer.Text}");
            }
        }

        Assert.Equal(before, api.Tree.Files("srv"));
    }

    internal static JsonNode Document() =>
        JsonNode.Parse(File.ReadAllText(MsLite.Harness.RepositoryRoot.Join("src", "Server", "Api", "openapi.v1.json")))!;

    internal static string Fill(string path, string domain) => path
        .Replace("{domain}", domain, StringComparison.Ordinal)
        .Replace("users/{kind}", "users/valid", StringComparison.Ordinal)
        .Replace("{user}", "bob", StringComparison.Ordinal)
        .Replace("{client}", "192.0.2.7", StringComparison.Ordinal)
        .Replace("{check}", "helo", StringComparison.Ordinal)
        .Replace("{colour}", "blacklisted", StringComparison.Ordinal)
        .Replace("{list}", "ips", StringComparison.Ordinal)
        .Replace("{entry}", "192.0.2.99", StringComparison.Ordinal)
        .Replace("{name}", "nobody", StringComparison.Ordinal)
        .Replace("{id}", "00000000000000zz", StringComparison.Ordinal);

    private static string? Content(string path) => IsExplain(path) ? "{}" : null;

    /// <summary>It changes nothing, so whoever may see may ask.</summary>
    private static bool IsExplain(string path) => path.EndsWith("/explain", StringComparison.Ordinal) || path.EndsWith("/replay", StringComparison.Ordinal);

    /// <summary>Without such a message or row, nobody is told more than that.</summary>
    private static bool IsArchive(string path) => path.Contains("{id}", StringComparison.Ordinal);

    private IReadOnlyList<string> Foreign() => [.. api.Tree.Files("srv/foreign.example").Select(file => $"{file} {api.Tree.Read("srv/foreign.example/" + file)}")];

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
