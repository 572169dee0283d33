using System.Text.Json.Nodes;

namespace MsLite.Web.Tests.Api;

/// <summary>One thing done with many refused messages over HTTP, by the rules that the panel's errands have.</summary>
[Collection(ApiCollection.Name)]
public sealed class ErrandsApiTests(ApiServer api)
{
    private const string Address = "/api/v1/quarantine/errands";

    [Fact]
    public async Task Named_messages_are_released_and_each_copy_has_its_result()
    {
        const string Domain = "errand-release.example";
        var first = await RefuseAsync(Domain, "one", "bob", "carol");
        var second = await RefuseAsync(Domain, "two", "bob");

        var answer = (await api.AskAsync("root", "POST", Address, $$"""{"act": "release", "ids": ["{{first}}", "{{second}}", "00000000000000zz"], "whitelist": "sender"}""")).Json;

        Assert.Equal((3, 1), (answer["done"]!.GetValue<int>(), answer["failed"]!.GetValue<int>()));
        Assert.Equal([$"bob@{Domain} one", $"bob@{Domain} two", $"carol@{Domain} one"], Done(answer).Select(result => $"{result["recipient"]} {result["subject"]}").Order(StringComparer.Ordinal));
        Assert.All(Done(answer), result => Assert.Contains("Such mail is let in from now on.", result["text"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Contains(answer["results"]!.AsArray(), result => result!["id"]!.GetValue<string>() == "00000000000000zz" && !result["done"]!.GetValue<bool>());
        Assert.True(api.Tree.Exists($"srv/{Domain}/whitelisted/senders/ann@example.net"));

        var again = (await api.AskAsync("root", "POST", Address, $$"""{"act": "release", "ids": ["{{second}}"]}""")).Json;
        Assert.Equal(1, again["failed"]!.GetValue<int>());
        Assert.Contains("release " + second + " --again", again["results"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_is_worked_on_page_by_page_and_leaves_what_is_others()
    {
        const string Domain = "errand-search.example";
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await RefuseAsync(Domain, $"number {i}", "bob"));
        }

        await RefuseAsync("errand-other.example", "number 9", "bob");
        var pages = new List<JsonNode>();
        for (var next = (string?)""; next is not null; next = pages[^1]["next"]?.GetValue<string>())
        {
            pages.Add((await api.AskAsync("root", "POST", $"{Address}?domain={Domain}&q=number&limit=2&cursor={next}", """{"act": "delete"}""")).Json);
        }

        Assert.Equal([2, 1], pages.Select(page => page["done"]!.GetValue<int>()));
        Assert.Equal(ids.Order(StringComparer.Ordinal), pages.SelectMany(Done).Select(result => result["id"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Empty((await api.AskAsync("root", "GET", $"/api/v1/quarantine?domain={Domain}")).Json["items"]!.AsArray());
        Assert.Single((await api.AskAsync("root", "GET", "/api/v1/quarantine?domain=errand-other.example")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Copies_are_marked_as_seen_and_as_not_seen()
    {
        const string Domain = "errand-seen.example";
        var id = await RefuseAsync(Domain, "seen", "bob", "carol");

        await api.AskAsync("root", "POST", Address, $$"""{"act": "seen", "ids": ["{{id}}"]}""");
        Assert.Equal(2, await CountSeenAsync(Domain));

        await api.AskAsync("root", "POST", $"{Address}?domain={Domain}&recipient=bob@{Domain}", """{"act": "unseen"}""");
        Assert.Equal(1, await CountSeenAsync(Domain));
    }

    [Fact]
    public async Task A_request_that_comes_again_with_its_key_gets_its_answer_and_does_nothing()
    {
        const string Domain = "errand-again.example";
        var id = await RefuseAsync(Domain, "once", "bob");
        var body = $$"""{"act": "release", "ids": ["{{id}}"]}""";

        var first = await api.AskAsync("root", "POST", Address, body, headers: ("Idempotency-Key", "errand-1"));
        var second = await api.AskAsync("root", "POST", Address, body, headers: ("Idempotency-Key", "errand-1"));

        Assert.Equal((200, first.Text), (second.Status, second.Text));
        Assert.Equal(1, second.Json["done"]!.GetValue<int>());
        (await api.AskAsync("root", "POST", Address, """{"act": "delete", "ids": ["x"]}""", headers: ("Idempotency-Key", "errand-1"))).AssertProblem(422);
    }

    [Fact]
    public async Task Each_copy_is_changed_by_those_only_who_may_change_it()
    {
        api.Tree.Touch("srv/own.example/blacklisted/senders/ann@example.net");
        var own = await api.Server.RefuseAsync("From: Ann <ann@example.net>\r\nSubject: own\r\n\r\nx\r\n", "bob@own.example");
        var foreign = await RefuseAsync("errand-foreign.example", "foreign", "bob");
        var body = $$"""{"act": "delete", "ids": ["{{own}}", "{{foreign}}"]}""";

        (await api.AskAsync("viewer", "POST", Address, body)).AssertProblem(403);
        (await api.AskAsync("ownviewer", "POST", Address, body)).AssertProblem(403);
        var answer = (await api.AskAsync("own", "POST", Address, body)).Json;
        var found = (await api.AskAsync("own", "POST", $"{Address}?domain=errand-foreign.example", """{"act": "delete"}""")).Json;

        Assert.Equal([own], Done(answer).Select(result => result["id"]!.GetValue<string>()));
        Assert.DoesNotContain("foreign", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(found["results"]!.AsArray());
        Assert.Single((await api.AskAsync("root", "GET", "/api/v1/quarantine?domain=errand-foreign.example")).Json["items"]!.AsArray());
        File.Delete(api.Tree.Path("srv/own.example/blacklisted/senders/ann@example.net"));
    }

    [Theory]
    [InlineData("", "{}", 400)]
    [InlineData("", "[", 400)]
    [InlineData("", """{"act": "burn", "ids": ["x"]}""", 400)]
    [InlineData("", """{"act": "delete"}""", 400)]
    [InlineData("", """{"act": "delete", "ids": []}""", 400)]
    [InlineData("", """{"act": "delete", "ids": ["x"], "whitelist": "ip"}""", 400)]
    [InlineData("?domain=errand-slip.example", """{"act": "delete", "ids": ["x"]}""", 400)]
    [InlineData("?limit=10", """{"act": "delete"}""", 400)]
    [InlineData("?domain=", """{"act": "delete"}""", 400)]
    [InlineData("?domain=errand-slip.example&recipent=bob@errand-slip.example", """{"act": "delete"}""", 400)]
    [InlineData("?domain=errand-slip.example&limit=100000", """{"act": "delete"}""", 400)]
    [InlineData("?domain=errand-slip.example&cursor=x!", """{"act": "delete"}""", 400)]
    public async Task What_could_mean_more_than_was_meant_is_refused_and_nothing_is_done(string query, string body, int status)
    {
        await RefuseAsync("errand-slip.example", "stays", "bob");
        var before = api.Tree.Files("spam");

        (await api.AskAsync("root", "POST", Address + query, body)).AssertProblem(status);

        Assert.Equal(before, api.Tree.Files("spam"));
    }

    [Fact]
    public async Task More_names_than_one_request_bears_are_refused()
    {
        var many = string.Join(", ", Enumerable.Range(0, 501).Select(i => $"\"0000000000000{i:d3}\""));

        (await api.AskAsync("root", "POST", Address, $$"""{"act": "delete", "ids": [{{many}}]}""")).AssertProblem(422);
        (await api.AskAsync("root", "POST", Address, $$"""{"act": "delete", "ids": [{{string.Join(", ", Enumerable.Range(0, 21).Select(i => $"\"a.file.{i}\""))}}]}""")).AssertProblem(422);
        (await api.AskAsync("root", "POST", Address, new string(' ', 200_000) + "{}")).AssertProblem(413);
    }

    private static IEnumerable<JsonNode> Done(JsonNode answer) => answer["results"]!.AsArray().Where(result => result!["done"]!.GetValue<bool>())!;

    private async Task<int> CountSeenAsync(string domain) => (await api.AskAsync("root", "GET", $"/api/v1/quarantine?domain={domain}&seen=true")).Json["items"]!.AsArray().Count;

    private Task<string> RefuseAsync(string domain, string subject, params string[] users)
    {
        api.Tree.Touch($"srv/{domain}/users/valid/*");
        api.Tree.Touch($"srv/{domain}/blacklisted/senders/ann@example.net");
        return api.Server.RefuseAsync($"From: Ann <ann@example.net>\r\nSubject: {subject}\r\n\r\nx\r\n", [.. users.Select(user => $"{user}@{domain}")]);
    }
}
