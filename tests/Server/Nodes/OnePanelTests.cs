using System.Net;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Nodes;

/// <summary>Whoever comes to either node finds the same people, the same messages and the same history, and is known to both.</summary>
public sealed partial class OnePanelTests : IAsyncLifetime
{
    private TwoNodes _nodes = null!;

    private RunningServer One => _nodes.Servers[0];

    private RunningServer Two => _nodes.Servers[1];

    public async Task InitializeAsync() => _nodes = await TwoNodes.StartAsync();

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [ToolFact("initdb", "postgres")]
    public async Task A_session_an_account_and_a_form_of_one_node_are_good_on_the_other()
    {
        using var client = await PanelForm.SetUpAsync(One);
        using (var overview = await client.GetAsync(Two.Http))
        {
            Assert.Equal(HttpStatusCode.OK, overview.StatusCode);
        }

        using var other = PanelForm.Client(Two);
        var page = await other.GetStringAsync(new Uri(One.Http, "/sign-in"));
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"), new("__RequestVerificationToken", Token().Match(page).Groups["value"].Value),
            new("Typed.Name", PanelForm.Name), new("Typed.Password", PanelForm.Password),
        ]);
        using var answer = await other.PostAsync(new Uri(Two.Http, "/sign-in"), form);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        using var known = await other.GetAsync(new Uri(One.Http, "/account"));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);

        // Signed out on one, nobody on the other.
        using var left = await client.SubmitAsync(new Uri(One.Http, "/sign-out").ToString(), "sign-out");
        using var closed = await client.GetAsync(new Uri(Two.Http, "/account"));
        Assert.Equal(HttpStatusCode.Found, closed.StatusCode);
    }

    [ToolFact("initdb", "postgres")]
    public async Task Messages_and_copies_of_one_node_are_shown_and_released_by_the_other()
    {
        using var api = await NodeApi.OfAsync(One);
        var sent = await LoadGenerator.RunAsync(One.Smtp, new LoadPlan { Messages = 30, To = number => TwoNodes.RecipientOf(number, 1) });

        foreach (var node in _nodes.Servers)
        {
            await api.WaitForItemsAsync(node, "/api/v1/messages?limit=200", sent.Count);
            await api.WaitForCopiesAsync(node, sent.Count(one => one.Reply?.Code == 550));
        }

        var copy = (await api.GetAsync(Two, "/api/v1/quarantine?limit=1"))["items"]![0]!;
        var (code, output) = await Two.RunVerbAsync("release", copy["id"]!.GetValue<string>());
        Assert.True(code == 0, output);
        var (again, told) = await One.RunVerbAsync("release", copy["id"]!.GetValue<string>());
        Assert.Equal(1, again);
        Assert.Contains("It was released at ", told, StringComparison.Ordinal);
    }

    [ToolFact("initdb", "postgres")]
    public async Task An_edit_on_either_node_counts_on_both_at_once_and_is_one_row_of_the_history()
    {
        using var api = await NodeApi.OfAsync(One);
        await api.PutAsync(One, "/api/v1/domains/kept.example/blacklisted/senders/ann@example.net");
        await api.PutAsync(Two, "/api/v1/domains/passed.example/blacklisted/senders/ann@example.net");

        foreach (var (server, node) in _nodes.Servers.Select((server, node) => (server, node)))
        {
            var replies = await LoadGenerator.RunAsync(server.Smtp, new LoadPlan { Sessions = 1, Messages = 2, To = number => TwoNodes.RecipientOf(number, node) });
            Assert.All(replies, reply => Assert.Equal(550, reply.Reply?.Code));
        }

        foreach (var server in _nodes.Servers)
        {
            // Two directories and a file, on each: what a node merely saw has not been added, nor will it be once both have looked.
            await api.WaitForItemsAsync(server, "/api/v1/history?limit=100&who=nodes", 6);
            await api.WaitForItemsAsync(server, "/api/v1/history?limit=100", 6);
        }
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<value>[^\"]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
