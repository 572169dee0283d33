namespace MsLite.Web.Tests.Api;

/// <summary>Many entries at once over HTTP.</summary>
[Collection(ApiCollection.Name)]
public sealed class ImportApiTests(ApiServer api)
{
    [Fact]
    public async Task A_list_is_previewed_and_then_imported()
    {
        await api.AskAsync("root", "PUT", "/api/v1/domains/import.example");
        const string Address = "/api/v1/domains/import.example/import?into=users/valid";

        var preview = await api.AskAsync("root", "POST", Address + "&dryRun=true", "bob\ncarol # new\n", "text/plain");
        Assert.Equal((200, 2, 0), (preview.Status, preview.Json["created"]!.GetValue<int>(), preview.Json["refused"]!.GetValue<int>()));
        Assert.False(api.Tree.Exists("srv/import.example/users"));

        Assert.Equal(200, (await api.AskAsync("root", "POST", Address, "bob\ncarol # new\n", "text/plain")).Status);
        Assert.Equal("note: new\n", api.Tree.Read("srv/import.example/users/valid/carol"));
        var again = await api.AskAsync("root", "POST", Address, "bob\ncarol # new\n", "text/plain");
        Assert.Equal(2, again.Json["unchanged"]!.GetValue<int>());
    }

    [Fact]
    public async Task One_bad_line_refuses_all_and_is_named()
    {
        await api.AskAsync("root", "PUT", "/api/v1/domains/bad-import.example");

        var answer = await api.AskAsync("root", "POST", "/api/v1/domains/bad-import.example/import?into=users/valid", "bob\na@b\n", "text/plain");

        answer.AssertProblem(422);
        Assert.Equal(2, answer.Json["lines"]!.AsArray().Single()!["line"]!.GetValue<int>());
        Assert.False(api.Tree.Exists("srv/bad-import.example/users"));
    }

    [Fact]
    public async Task Who_administers_a_domain_imports_into_it_alone()
    {
        var mixed = await api.AskAsync("own", "POST", "/api/v1/import?into=own.example/users/valid&dryRun=true", "imported\n", "text/plain");
        var foreign = await api.AskAsync("own", "POST", "/api/v1/import", "foreign.example/users/valid/imported\n", "text/plain");

        Assert.Equal((200, 1), (mixed.Status, mixed.Json["created"]!.GetValue<int>()));
        foreign.AssertProblem(422);
        (await api.AskAsync("ownviewer", "POST", "/api/v1/import", "own.example/users/valid/imported\n", "text/plain")).AssertProblem(403);
        Assert.False(api.Tree.Exists("srv/foreign.example/users/valid/imported"));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        (await api.AskAsync("root", "POST", "/api/v1/import?dryRun=perhaps", "x\n", "text/plain")).AssertProblem(400);
        (await api.AskAsync("root", "POST", "/api/v1/import", "{}")).AssertProblem(415);
        (await api.AskAsync("root", "POST", "/api/v1/import", "no archive".PadRight(1024), "application/x-tar")).AssertProblem(400);
        (await api.AskAsync("root", "POST", "/api/v1/domains/nowhere.example/import", "x\n", "text/plain")).AssertProblem(404);
    }
}
