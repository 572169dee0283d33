using MsLite.Filter.Checks;
using MsLite.Filter.Lint;
using MsLite.Filter.Tests.Scanners;

namespace MsLite.Filter.Tests.Lint;

/// <summary>What lint says about the bodies of the checks that ask scanners.</summary>
public sealed class ScannerLintTests : IDisposable
{
    private readonly ScannerWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("clamav", "server: unix:clamd.ctl", "has the server \"unix:clamd.ctl\".")]
    [InlineData("rspamd", "server: https://127.0.0.1", "has the server \"https://127.0.0.1\".")]
    [InlineData("rspamd", "score: high", "has the score \"high\"")]
    [InlineData("spamassassin", "size: huge", "has the size \"huge\"")]
    [InlineData("spamassassin", "user: bob\u00e9", "has the user")]
    [InlineData("clamav", "down: refuse", "says \"down: refuse\", which means nothing, so mail passes while clamd is down.")]
    public async Task A_parameter_that_cannot_be_understood_is_a_fault(string check, string body, string fault)
    {
        _world.Given(check, body + "\n");

        Assert.Contains(fault, await RunAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clamav", "server: none\nsize: 50 MiB\n")]
    [InlineData("clamav", "server: 127.0.0.1:3310\ndown: defer\n")]
    [InlineData("rspamd", "server: http://127.0.0.1:11333\nscore: 7.5\nheader: yes\n")]
    [InlineData("spamassassin", "server: unix:/run/spamd.sock\nscore: -1\nuser: bob@example.com\n")]
    public async Task A_sound_body_has_none(string check, string body)
    {
        _world.Given(check, body);

        Assert.DoesNotContain("checks/", await RunAsync(), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync()
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await new Linter(_world.Policy.Srv, new CheckCatalogue(_world.Checks), new CurrentOptions(_world.Policy.Options), _world.Policy.Clock).RunAsync(output);
        return output.ToString();
    }
}
