using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Live;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Live;

/// <summary>The filter with two hosted domains, and clients that talk to it as the engine lets them.</summary>
internal sealed class LiveWorld : IAsyncDisposable
{
    private readonly TempTree _tree = new();
    private readonly ServiceProvider _filter;

    public LiveWorld()
    {
        foreach (var file in new[] { "example.com/users/valid/bob", "example.net/users/valid/bob", "foreign.example/users/valid/eve" })
        {
            _tree.Touch("srv/" + file);
        }

        var options = new MsLiteOptions
        {
            SrvRoot = _tree.Path("srv"),
            SpamRoot = _tree.Folder("spam"),
            StateRoot = _tree.Folder("state"),
            IpBlacklistDirectory = _tree.Folder("blacklist.d"),
            Delivery = "maildir:" + _tree.Folder("mail"),
            Hostname = "mx.example.com",
        };
        _filter = new ServiceCollection().AddLogging().AddSingleton(options).AddSingleton<TimeProvider>(Clock).AddFilter().BuildServiceProvider();
    }

    public ManualClock Clock { get; } = new();

    public LiveFeed Feed => _filter.GetRequiredService<LiveFeed>();

    public ISmtpSessionFactory Sessions => _filter.GetRequiredService<ISmtpSessionFactory>();

    public async ValueTask DisposeAsync()
    {
        await _filter.DisposeAsync();
        _tree.Dispose();
    }

    public static SmtpClientHost Client(string session) => new()
    {
        SessionId = session,
        EndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 40000),
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 25),
        GivenName = "host.example.net",
    };

    public async Task SessionAsync(Func<ISmtpSession, Task> talk)
    {
        await using var session = Sessions.Create(Client("session-1"));
        await talk(session);
    }

    /// <summary>A whole session with one message, in the engine's order.</summary>
    public async Task TalkAsync(params string[] recipients)
    {
        var client = Client("session-1");
        await using var session = Sessions.Create(client);
        await session.ConnectAsync(CancellationToken.None);
        var hello = await session.HelloAsync("client.example.net", extended: true, CancellationToken.None);
        client.HelloName = "client.example.net";
        session.Answered("EHLO", hello);
        session.Answered("MAIL", await session.MailAsync(AddressText.Parse("ann@example.net"), MailParameters.None, CancellationToken.None));
        foreach (var recipient in recipients)
        {
            session.Answered("RCPT", await session.RcptAsync(AddressText.Parse(recipient)!, RcptParameters.None, CancellationToken.None));
        }

        session.Answered("DATA", new SmtpReply(354, null, "Go ahead"));
        session.Answered("DATA", (await session.DataAsync(new Letter(), CancellationToken.None)).Final);
        session.Reset();
    }

    private sealed class Letter : MessageData
    {
        public override async ValueTask<SmtpReply?> CopyToAsync(IMessageSink destination, CancellationToken ct)
        {
            await destination.WriteAsync("Subject: hello\r\n\r\nSecret words.\r\n"u8.ToArray(), ct);
            return null;
        }
    }
}
