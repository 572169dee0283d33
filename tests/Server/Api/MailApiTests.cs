using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MsLite.Web.Tests.Api;

/// <summary>Mail over HTTP: what was refused, what became of every message, what would become of one.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class MailApiTests(ApiServer api) : IAsyncLifetime
{
    private const string Content = "From: Ann <ann@example.net>\r\nSubject: <script>alert(1)</script> offer\r\nMessage-ID: <1@example.net>\r\n\r\n.dot\r\n\xe4 body\r\n";

    public Task InitializeAsync()
    {
        foreach (var domain in new[] { "own.example", "foreign.example" })
        {
            api.Tree.Touch($"srv/{domain}/users/valid/bob");
            api.Tree.Touch($"srv/{domain}/blacklisted/senders/ann@example.net");
        }

        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_was_refused_is_found_shown_downloaded_released_and_removed()
    {
        var id = await RefuseAsync("bob@own.example");

        var list = (await api.AskAsync("own", "GET", "/api/v1/quarantine?domain=own.example&q=offer%20ANN&reason=sender&day=today")).Json["items"]!.AsArray();
        Assert.Contains(list, item => Text(item, "id") == id);
        var shown = (await api.AskAsync("own", "GET", $"/api/v1/quarantine/{id}")).Json;
        Assert.Equal("Mail not accepted, sender ann@example.net.", Text(shown, "reason"));
        Assert.Equal("blacklisted/senders", Text(shown, "blocker"));
        Assert.NotEmpty(shown["trace"]!.AsArray());

        var raw = await api.AskAsync("own", "GET", $"/api/v1/quarantine/{id}/raw");
        Assert.Equal(Encoding.Latin1.GetBytes(Content), raw.Bytes);
        Assert.Equal(("message/rfc822", "sandbox; default-src 'none'", "nosniff"), (raw.Type, raw.Headers["Content-Security-Policy"], raw.Headers["X-Content-Type-Options"]));
        Assert.Contains($"attachment; filename={id}.eml", raw.Headers["Content-Disposition"], StringComparison.Ordinal);

        Assert.Equal(200, (await api.AskAsync("own", "POST", $"/api/v1/quarantine/{id}/release")).Status);
        (await api.AskAsync("own", "POST", $"/api/v1/quarantine/{id}/release")).AssertProblem(409);
        Assert.Equal(200, (await api.AskAsync("own", "POST", $"/api/v1/quarantine/{id}/release", """{"again": true}""")).Status);
        (await api.AskAsync("own", "POST", $"/api/v1/quarantine/{id}/release", "[")).AssertProblem(400);

        Assert.Equal(204, (await api.AskAsync("own", "DELETE", $"/api/v1/quarantine/{id}")).Status);
        (await api.AskAsync("own", "GET", $"/api/v1/quarantine/{id}")).AssertProblem(404);
        Assert.DoesNotContain(id, (await api.AskAsync("own", "GET", "/api/v1/quarantine")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_that_is_asked_for_twice_with_one_key_is_done_once_and_answered_twice()
    {
        var address = $"/api/v1/quarantine/{await RefuseAsync("bob@own.example")}/release";
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await api.AskAsync("own", "POST", address, headers: key);
        var again = await api.AskAsync("own", "POST", address, headers: key);

        Assert.Equal((200, first.Text, first.Type), (again.Status, again.Text, again.Type));
        Assert.True(first.Json["copies"]![0]!["released"]!.GetValue<bool>());
        (await api.AskAsync("own", "POST", address, """{"again": true}""", headers: key)).AssertProblem(422);
        (await api.AskAsync("root", "POST", address, headers: key)).AssertProblem(409);
        (await api.AskAsync("root", "POST", address, headers: key)).AssertProblem(409);
        (await api.AskAsync("own", "POST", address, headers: ("Idempotency-Key", "with blanks"))).AssertProblem(400);
        (await api.AskAsync("own", "POST", "/api/v1/quarantine/00000000000000zz/release", headers: ("Idempotency-Key", "n"))).AssertProblem(404);
    }

    [Fact]
    public async Task Mail_of_foreign_domains_is_neither_shown_nor_touched()
    {
        var id = await RefuseAsync("bob@foreign.example");

        Assert.DoesNotContain("foreign.example", (await api.AskAsync("own", "GET", "/api/v1/quarantine")).Text, StringComparison.Ordinal);
        Assert.Empty((await api.AskAsync("own", "GET", "/api/v1/quarantine?domain=foreign.example")).Json["items"]!.AsArray());
        (await api.AskAsync("own", "GET", $"/api/v1/quarantine/{id}")).AssertProblem(404);
        (await api.AskAsync("own", "GET", $"/api/v1/quarantine/{id}/raw")).AssertProblem(404);
        (await api.AskAsync("own", "POST", $"/api/v1/quarantine/{id}/release")).AssertProblem(404);
        (await api.AskAsync("own", "DELETE", $"/api/v1/quarantine/{id}")).AssertProblem(404);
        (await api.AskAsync("viewer", "DELETE", $"/api/v1/quarantine/{id}")).AssertProblem(403);
        (await api.AskAsync("viewer", "POST", $"/api/v1/quarantine/{id}/release")).AssertProblem(403);
        Assert.DoesNotContain("foreign.example", (await api.AskAsync("own", "GET", "/api/v1/messages?limit=499")).Text, StringComparison.Ordinal);
        (await api.AskAsync("own", "POST", "/api/v1/explain", $$"""{"id": "{{id}}"}""")).AssertProblem(404);
        Assert.Equal(200, (await api.AskAsync("viewer", "GET", $"/api/v1/quarantine/{id}")).Status);
    }

    [Fact]
    public async Task Pages_of_the_archive_stay_right_while_mail_arrives()
    {
        api.Tree.Touch("srv/pages.example/users/invalid/bob");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await RefuseAsync("bob@pages.example"));
        }

        var first = (await api.AskAsync("root", "GET", "/api/v1/quarantine?domain=pages.example&limit=2")).Json;
        await RefuseAsync("bob@pages.example");
        var second = (await api.AskAsync("root", "GET", $"/api/v1/quarantine?domain=pages.example&limit=3&cursor={Text(first, "next")}")).Json;

        Assert.Equal(ids, first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => Text(item, "id")));
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task The_journal_is_asked_by_what_people_know()
    {
        var id = await RefuseAsync("bob@own.example");

        var found = await PollAsync($"/api/v1/messages?id={id}&from=Ann@example.net&to=bob@own.example&domain=own.example&client=127.0.0.1&verdict=refused&since=2020-01-01T00:00:00Z");
        Assert.Equal((id, "refused", "ann@example.net", "bob@own.example"), (Text(found, "id"), Text(found, "verdict"), Text(found, "from"), Text(found, "to")));
        Assert.NotEmpty(found["trace"]!.AsArray());
        Assert.False(found["facts"]!["signed"]!.GetValue<bool>());
        Assert.Empty((await api.AskAsync("root", "GET", $"/api/v1/messages?id={id}&verdict=delivered")).Json["items"]!.AsArray());
        Assert.Empty((await api.AskAsync("root", "GET", $"/api/v1/messages?id={id}&until=2020-01-01T00:00:00Z")).Json["items"]!.AsArray());
        (await api.AskAsync("root", "GET", "/api/v1/messages?since=yesterday")).AssertProblem(400);
        (await api.AskAsync("root", "GET", "/api/v1/messages?verdict=lost")).AssertProblem(400);
        (await api.AskAsync("root", "GET", "/api/v1/messages?cursor=abcd")).AssertProblem(400);
    }

    [Fact]
    public async Task The_ladder_is_climbed_for_a_message_that_nobody_sends()
    {
        const string Envelope = "\"from\": \"ann@example.net\", \"to\": \"bob@own.example\", \"ip\": \"192.0.2.7\", \"helo\": \"client.example.net\"";
        var sent = await api.AskAsync("own", "POST", "/api/v1/explain", $$"""{ {{Envelope}}, "message": "From: ann@example.net\n\nHello.\n" }""");
        var raw = await api.AskAsync("own", "POST", "/api/v1/explain?from=eve@example.net&to=bob@own.example&ip=192.0.2.7&helo=client.example.net", "From: eve@example.net\r\n\r\nHello.\r\n", "message/rfc822");
        var archived = await api.AskAsync("own", "POST", "/api/v1/explain", $$"""{"id": "{{await RefuseAsync("bob@own.example")}}"}""");

        Assert.Equal(("refuse", "deliver", "refuse"), (Text(sent.Json, "verdict"), Text(raw.Json, "verdict"), Text(archived.Json, "verdict")));
        Assert.Equal("own.example/blacklisted/senders/ann@example.net", Text(sent.Json, "file"));
        (await api.AskAsync("own", "POST", "/api/v1/explain", $$"""{ {{Envelope}} }""")).AssertProblem(400);
        (await api.AskAsync("own", "POST", "/api/v1/explain", """{"message": "x", "from": "", "to": "nobody", "ip": "?"}""")).AssertProblem(400);
        (await api.AskAsync("own", "POST", "/api/v1/explain", "{")).AssertProblem(400);
        (await api.AskAsync("own", "POST", "/api/v1/explain", "x", "text/plain")).AssertProblem(415);
    }

    [Fact]
    public async Task The_status_is_for_those_who_see_everything()
    {
        var status = (await api.AskAsync("viewer", "GET", "/api/v1/status")).Json;

        Assert.True(status["ready"]!.GetValue<bool>());
        Assert.Equal(0, status["ledger"]!["difference"]!.GetValue<long>());
        Assert.Superset(
            new HashSet<string> { "Readiness", "Policy tree", "Archive", "State" },
            status["health"]!.AsArray().Select(part => part!["part"]!.GetValue<string>()).ToHashSet());
        (await api.AskAsync("own", "GET", "/api/v1/status")).AssertProblem(403);
        Assert.Equal("ok\n", (await api.AskAsync("", "GET", "/healthz")).Text);
        Assert.Equal("ready\n", (await api.AskAsync("", "GET", "/readyz")).Text);
    }

    private static string Text(JsonNode? json, string key) => json![key]!.GetValue<string>();

    /// <summary>The journal is written a moment after the reply.</summary>
    private async Task<JsonNode> PollAsync(string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            if ((await api.AskAsync("own", "GET", path)).Json["items"]!.AsArray() is [{ } found])
            {
                return found;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<string> RefuseAsync(string to)
    {
        await using var client = await api.Server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        var reply = await client.SendMessageAsync("ann@example.net", [to], Encoding.Latin1.GetBytes(Content));
        Assert.Equal(550, reply.Code);
        return ReferenceOf().Match(reply.ToString()).Groups["id"].Value;
    }

    [GeneratedRegex(@"\[ref (?<id>[0-9a-z]{16})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReferenceOf();
}
