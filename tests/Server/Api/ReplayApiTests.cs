namespace MsLite.Web.Tests.Api;

/// <summary>Trying a change out on the mail that came, over HTTP.</summary>
[Collection(ApiCollection.Name)]
public sealed class ReplayApiTests(ApiServer api)
{
    private const string Address = "/api/v1/messages/replay";
    private const string Domain = "replay.example";
    private const string Listed = $"{Domain}/blacklisted/senders/ann@example.net";

    [Fact]
    public async Task Says_who_would_be_let_in_and_changes_nothing()
    {
        var id = await RefuseAsync();

        var answer = (await api.AskAsync("viewer", "POST", Address, $$"""{"changes": [{"path": "{{Listed}}", "delete": true}], "domain": "{{Domain}}"}""")).Json;

        Assert.Equal("""[{"before":"refused","after":"delivered","messages":1}]""", answer["moves"]!.ToJsonString());
        Assert.Equal((1, true, 0), (answer["messages"]!.GetValue<int>(), answer["whole"]!.GetValue<bool>(), answer["cannotSay"]!.GetValue<int>()));
        Assert.Equal(id, answer["examples"]![0]!["id"]!.GetValue<string>());
        Assert.True(api.Tree.Exists("srv/" + Listed));

        var noted = (await api.AskAsync("root", "POST", Address, $$"""{"changes": [{"path": "{{Listed}}", "values": {"note": "as before"} }]}""")).Json;
        Assert.Equal((1, 0), (noted["messages"]!.GetValue<int>(), noted["moves"]!.AsArray().Count));
        Assert.Equal("", api.Tree.Read("srv/" + Listed));
        var nothing = (await api.AskAsync("root", "POST", Address, $$"""{"changes": [], "domain": "{{Domain}}"}""")).Json;
        Assert.Equal((1, 0), (nothing["messages"]!.GetValue<int>(), nothing["moves"]!.AsArray().Count));
    }

    [Fact]
    public async Task Everybody_asks_about_the_mail_that_he_may_see()
    {
        await RefuseAsync();

        (await api.AskAsync("own", "POST", Address, $$"""{"changes": [{"path": "{{Listed}}", "delete": true}]}""")).AssertProblem(404);
        (await api.AskAsync("own", "POST", Address, """{"changes": [{"path": "_global_/blacklisted/senders/ann@example.net"}]}""")).AssertProblem(404);
        (await api.AskAsync("own", "POST", Address, $$"""{"changes": [], "domain": "{{Domain}}"}""")).AssertProblem(404);
        Assert.DoesNotContain(Domain, (await api.AskAsync("own", "POST", Address, """{"changes": []}""")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"changes": [null]}""", 400)]
    [InlineData("""{"changes": [{"path": "replay.example"}]}""", 400)]
    [InlineData("""{"changes": [{"path": "replay.example/checks/unheard_of"}]}""", 400)]
    [InlineData("""{"changes": [{"path": "../../etc/passwd"}]}""", 400)]
    [InlineData("""{"changes": [{"path": "replay.example/users/valid/..%2f..%2fx/y/z/a"}]}""", 400)]
    [InlineData("""{"changes": [{"path": "replay.example/users/valid/p\u0430ul"}]}""", 400)]
    public async Task A_change_that_could_not_be_made_is_refused(string body, int status) =>
        (await api.AskAsync("root", "POST", Address, body)).AssertProblem(status);

    /// <summary>The journal is written a moment after the reply.</summary>
    private async Task<string> RefuseAsync()
    {
        api.Tree.Touch($"srv/{Domain}/users/valid/bob");
        api.Tree.Touch("srv/" + Listed);
        var rows = (await api.AskAsync("root", "GET", $"/api/v1/messages?domain={Domain}")).Json["items"]!.AsArray();
        if (rows.Count > 0)
        {
            return rows[0]!["id"]!.GetValue<string>();
        }

        var id = await api.Server.RefuseAsync("From: Ann <ann@example.net>\r\nSubject: offer\r\n\r\nx\r\n", $"bob@{Domain}");
        while ((await api.AskAsync("root", "GET", $"/api/v1/messages?id={id}")).Json["items"]!.AsArray().Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return id;
    }
}
