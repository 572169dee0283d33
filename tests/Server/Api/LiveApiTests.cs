using System.Text;
using System.Text.Json.Nodes;

namespace MsLite.Web.Tests.Api;

/// <summary>Verdicts and sessions as they happen, over HTTP.</summary>
[Collection(ApiCollection.Name)]
public sealed class LiveApiTests(ApiServer api) : IAsyncLifetime
{
    private readonly HttpClient _http = new();

    public Task InitializeAsync()
    {
        foreach (var domain in new[] { "own.example", "foreign.example" })
        {
            api.Tree.Touch($"srv/{domain}/users/valid/bob");
            api.Tree.Touch($"srv/{domain}/blacklisted/senders/live@example.net");
        }

        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _http.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_verdict_is_told_when_it_falls()
    {
        await using var events = await OpenAsync("root", "?domain=own.example&ip=127.0.0.0/8");
        var reply = await SendAsync("bob@own.example");

        var (id, name, content) = (await events.NextAsync())!.Value;
        Assert.Equal(("text/event-stream", "verdict"), (events.Type, name));
        Assert.Equal(("refused", "live@example.net", "blacklisted/senders", "offer"), (Text(content, "verdict"), Text(content, "from"), Text(content, "blocker"), Text(content, "subject")));
        Assert.Equal("bob@own.example", content["to"]![0]!.GetValue<string>());
        Assert.Contains($"[ref {Text(content, "id")}]", reply, StringComparison.Ordinal);
        Assert.NotEmpty(id);
    }

    [Fact]
    public async Task A_session_is_told_step_by_step_without_a_word_of_the_message()
    {
        await using var events = await OpenAsync("root", "?kind=sessions&domain=own.example");
        await SendAsync("bob@own.example");

        var steps = new List<JsonNode>();
        do
        {
            steps.Add((await events.NextAsync())!.Value.Content);
        }
        while (Text(steps[^1], "step") != "close");

        Assert.Equal(["rcpt", "data", "verdict", "data", "close"], steps.Select(step => Text(step, "step")));
        Assert.Equal(("bob@own.example", "live@example.net", "client.example.net"), (Text(steps[0], "argument"), Text(steps[0], "from"), Text(steps[0], "helo")));
        Assert.All(steps, step => Assert.DoesNotContain("Secret words", step.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Foreign_mail_is_not_told()
    {
        await using var verdicts = await OpenAsync("own", "");
        await using var sessions = await OpenAsync("own", "?kind=sessions");
        await SendAsync("bob@foreign.example");
        await SendAsync("bob@own.example");

        Assert.Equal("bob@own.example", (await verdicts.NextAsync())!.Value.Content["to"]![0]!.GetValue<string>());
        Assert.Equal("bob@own.example", Text((await sessions.NextAsync())!.Value.Content, "argument"));
    }

    [Fact]
    public async Task Who_was_cut_off_goes_on_where_it_was()
    {
        string last;
        await using (var events = await OpenAsync("root", "?domain=own.example"))
        {
            await SendAsync("bob@own.example");
            last = (await events.NextAsync())!.Value.Id;
        }

        var missed = await SendAsync("bob@own.example");

        await using var again = await OpenAsync("root", "?domain=own.example", last);
        Assert.Contains(Text((await again.NextAsync())!.Value.Content, "id"), missed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_cut_off_too_long_ago_is_told_that_something_is_missing()
    {
        await using var events = await OpenAsync("root", "", "19b0000000-v-4711");

        var (_, name, content) = (await events.NextAsync())!.Value;

        Assert.Equal("missed", name);
        Assert.Null(content["items"]);
    }

    [Fact]
    public async Task A_revoked_token_ends_its_stream()
    {
        var (_, token) = await api.Server.RunVerbAsync("token", "create", "--name", "short", "--role", "viewer");
        await using var events = await EventReader.OpenAsync(_http, new Uri(api.Server.Http, "/api/v1/live"), token.Trim());
        Assert.Equal(200, events.Status);

        await api.Server.RunVerbAsync("token", "revoke", "short");

        while (await events.NextAsync() is not null)
        {
        }

        (await api.AskAsync("", "GET", "/api/v1/live")).AssertProblem(401);
    }

    [Fact]
    public async Task Nobody_holds_more_than_a_few_streams()
    {
        var open = new List<EventReader>();
        for (var i = 0; i < 10; i++)
        {
            open.Add(await OpenAsync("ownviewer", ""));
        }

        (await api.AskAsync("ownviewer", "GET", "/api/v1/live")).AssertProblem(429);
        foreach (var events in open)
        {
            Assert.Equal(200, events.Status);
            await events.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("?kind=everything")]
    [InlineData("?ip=mail.example.net")]
    public async Task A_parameter_that_makes_no_sense_is_refused(string query) => (await api.AskAsync("root", "GET", "/api/v1/live" + query)).AssertProblem(400);

    private Task<EventReader> OpenAsync(string who, string query, string lastEventId = "") =>
        EventReader.OpenAsync(_http, new Uri(api.Server.Http, "/api/v1/live" + query), api.Token(who), lastEventId);

    private static string Text(JsonNode json, string key) => json[key]!.GetValue<string>();

    private async Task<string> SendAsync(string to)
    {
        await using var client = await api.Server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        var reply = await client.SendMessageAsync("live@example.net", [to], Encoding.ASCII.GetBytes("From: live@example.net\r\nSubject: offer\r\n\r\nSecret words.\r\n"));
        await client.CommandAsync("QUIT");
        return reply.ToString();
    }
}
