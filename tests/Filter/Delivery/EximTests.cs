using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Delivery;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Delivery;

/// <summary>Debian's exim, as the program behind <c>bsmtp:</c>.</summary>
public sealed class EximTests : IDisposable
{
    private readonly DeliveryWorld _world = new();

    public void Dispose() => _world.Dispose();

    [EximFact]
    public async Task Exim_delivers_what_it_took_byte_for_byte()
    {
        await using var exim = new PrivateExim();
        var body = string.Concat(Enumerable.Repeat("..\r\n.\r\n.x\r\n0123456789abcdef \xe9\r\n", 8000));

        var said = await SendAsync(exim, $"Date: Mon, 1 Jun 2026 10:00:00 +0000\r\nFrom: a@b.example\r\nMessage-Id: <x@y.example>\r\nSubject: exim\r\n\r\n{body}", "bob@example.com", "eve@example.com");

        Assert.Equal(["250 2.0.0 Accepted", "250 2.0.0 Accepted"], said);
        // One copy in the one Maildir, or one for each recipient: the transport decides.
        var arrived = (await exim.WaitForMessagesAsync(1, TimeSpan.FromSeconds(30)))[0];
        Assert.Contains("Return-path: <ann@example.net>\n", arrived, StringComparison.Ordinal);
        Assert.Equal(4 * 8000, arrived[arrived.IndexOf("\n\n..\n", StringComparison.Ordinal)..].Count(c => c == '\n') - 2);
    }

    [EximFact]
    public async Task A_message_that_exim_refuses_is_refused()
    {
        await using var exim = new PrivateExim();

        Assert.Equal(["550 5.7.1 Evil content"], await SendAsync(exim, "Subject: x\r\n\r\nEVIL\r\n", "bob@example.com"));
        Assert.Empty(exim.Messages());
    }

    [EximFact]
    public async Task Exim_that_cannot_read_its_configuration_takes_nothing()
    {
        await using var exim = new PrivateExim();
        File.AppendAllText(Path.Combine(Path.GetDirectoryName(exim.Program)!, "exim.conf"), "nonsense\n");

        Assert.StartsWith("451", Assert.Single(await SendAsync(exim, "Subject: x\r\n\r\nx\r\n", "bob@example.com")), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> SendAsync(PrivateExim exim, string message, params string[] recipients)
    {
        using var delivery = new BsmtpDelivery(
            exim.Program, DeliveryWorld.Hostname, TimeSpan.FromSeconds(60), TimeProvider.System, NullLogger<BsmtpDelivery>.Instance);
        var request = _world.Request(await _world.ReceiveAsync(message), recipients);
        return [.. (await delivery.DeliverAsync(request, partial: false, CancellationToken.None)).Select(reply => reply.ToString())];
    }
}
