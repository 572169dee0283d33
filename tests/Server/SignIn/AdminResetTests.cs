using System.Net;
using MsLite.Harness;

namespace MsLite.Web.Tests.SignIn;

public sealed class AdminResetTests
{
    [Fact]
    public async Task A_reset_beside_the_running_server_ends_sessions_and_gives_a_link_that_works()
    {
        await using var server = await RunningServer.StartAsync();
        using var lost = await PanelForm.SetUpAsync(server);

        var (code, output) = await server.RunVerbAsync("admin", "reset");

        Assert.Equal(0, code);
        using (var page = await lost.GetAsync(new Uri("/", UriKind.Relative)))
        {
            Assert.Equal("/sign-in?ended=true", page.Headers.Location?.OriginalString);
        }

        var link = output.Split('\n').Single(line => line.StartsWith(server.Http.GetLeftPart(UriPartial.Authority) + "/setup/", StringComparison.Ordinal));
        using var client = PanelForm.Client(server);
        using var answer = await client.SubmitAsync(link, "setup", ("Name", "new"), ("Password", PanelForm.Password), ("Again", PanelForm.Password));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task A_password_file_makes_the_administrator_and_no_link_is_printed()
    {
        using var tree = new TempTree();
        var file = tree.Touch("password", "from a file, with blanks \n");
        await using var server = await RunningServer.StartAsync([("Admin:PasswordFile", file)], tree);

        Assert.Empty(server.SetupLink);
        using var client = await PanelForm.SignInAsync(server, "admin", "from a file, with blanks ");
        await server.StopAsync();
        await server.StartAgainAsync();
        using var again = await PanelForm.SignInAsync(server, "admin", "from a file, with blanks ");
        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }
}
