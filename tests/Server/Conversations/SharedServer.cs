using MsLite.Harness;

namespace MsLite.Web.Tests.Conversations;

/// <summary>One server for the tests of a class, delivering to Maildirs.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private RunningServer? _server;

    public RunningServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
