using System.Text.Json.Nodes;

namespace MsLite.Web.Tests.Api;

/// <summary>The history of the tree over HTTP: every change by whomever, and its undoing.</summary>
[Collection(ApiCollection.Name)]
public sealed class HistoryApiTests(ApiServer api)
{
    [Fact]
    public async Task A_change_is_shown_with_who_made_it_and_undone()
    {
        await api.AskAsync("own", "PUT", "/api/v1/domains/own.example/users/valid/undone", """{"note": "x"}""");

        var row = Assert.Single(await RowsAsync("own", "path=own.example/users/valid/undone"))!;
        Assert.Equal(("own", "absent", "note: x\n"), (Text(row, "who"), Text(row["before"]!, "kind"), Text(row["after"]!, "text")));

        Assert.Equal(200, (await api.AskAsync("own", "POST", $"/api/v1/history/{Text(row, "id")}/undo")).Status);
        Assert.False(api.Tree.Exists("srv/own.example/users/valid/undone"));
        Assert.Equal(Text(row, "id"), Text((await RowsAsync("own", "path=own.example/users/valid/undone"))[0]!, "undoes"));
    }

    [Fact]
    public async Task What_others_do_to_the_tree_is_found_soon()
    {
        api.Tree.Touch("srv/own.example/users/valid/outsider", "note: theirs\n");

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        JsonArray rows;
        while ((rows = await RowsAsync("own", "path=own.example/users/valid/outsider")).Count == 0)
        {
            await Task.Delay(50, limit.Token);
        }

        Assert.Equal("outside", Text(rows[^1]!, "who"));
        api.Tree.Touch("srv/own.example/users/valid/outsider", "note: again\n");
        (await api.AskAsync("own", "POST", $"/api/v1/history/{Text(rows[^1]!, "id")}/undo")).AssertProblem(409);
        Assert.True(api.Tree.Exists("srv/own.example/users/valid/outsider"));
    }

    [Fact]
    public async Task Foreign_history_is_neither_shown_nor_undone()
    {
        await api.AskAsync("root", "PUT", "/api/v1/domains/hidden.example");
        await api.AskAsync("root", "PUT", "/api/v1/domains/hidden.example/users/valid/x");
        var rows = await RowsAsync("root", "domain=hidden.example");
        var (file, domain) = (Text(rows[0]!, "id"), Text(rows[^1]!, "id"));

        Assert.DoesNotContain("hidden.example", (await api.AskAsync("own", "GET", "/api/v1/history?limit=499")).Text, StringComparison.Ordinal);
        Assert.Empty(await RowsAsync("own", "domain=hidden.example"));
        (await api.AskAsync("own", "POST", $"/api/v1/history/{file}/undo")).AssertProblem(404);
        (await api.AskAsync("viewer", "POST", $"/api/v1/history/{file}/undo")).AssertProblem(403);
        (await api.AskAsync("root", "POST", $"/api/v1/history/{domain}/undo")).AssertProblem(409);
        Assert.True(api.Tree.Exists("srv/hidden.example/users/valid/x"));
    }

    private async Task<JsonArray> RowsAsync(string who, string query) => (await api.AskAsync(who, "GET", $"/api/v1/history?{query}")).Json["items"]!.AsArray();

    private static string Text(JsonNode json, string key) => json[key]!.GetValue<string>();
}
