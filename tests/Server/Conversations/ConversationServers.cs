using MsLite.Harness.Script;

namespace MsLite.Web.Tests.Conversations;

/// <summary>
/// Servers by their options, started when a script first asks and kept until the last has run. A script that must not share one has
/// its own, until the next such script.
/// </summary>
public sealed class ConversationServers : IAsyncLifetime
{
    private readonly Dictionary<string, World> _worlds = [];
    private (string Key, World World)? _own;

    /// <summary>A server that would not start does not start for the next script either; nobody waits for that.</summary>
    private readonly Dictionary<string, Exception> _refused = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await LeaveOwnAsync();
        foreach (var world in _worlds.Values)
        {
            await world.DisposeAsync();
        }
    }

    internal Task<World> ForAsync(SmtpScript script)
    {
        var key = string.Join('\n', script.Options.Select(option => $"{option.Key}={option.Value}").Order(StringComparer.Ordinal));
        return script.NeedsOwnServer ? OwnAsync($"{script.File}\n{key}", script) : SharedAsync(key, script);
    }

    private async Task<World> SharedAsync(string key, SmtpScript script)
    {
        if (!_worlds.TryGetValue(key, out var world) || world.Server.Process.HasExited)
        {
            _worlds[key] = world = await StartAsync(key, script);
        }

        return world;
    }

    private async Task<World> OwnAsync(string key, SmtpScript script)
    {
        if (_own?.Key != key || _own.Value.World.Server.Process.HasExited)
        {
            await LeaveOwnAsync();
            _own = (key, await StartAsync(key, script));
        }

        return _own.Value.World;
    }

    private async Task LeaveOwnAsync()
    {
        if (_own is { } own)
        {
            _own = null;
            await own.World.DisposeAsync();
        }
    }

    private async Task<World> StartAsync(string key, SmtpScript script)
    {
        if (_refused.TryGetValue(key, out var before))
        {
            throw new InvalidOperationException("The server did not start for an earlier script.", before);
        }

        try
        {
            return await World.StartAsync(script);
        }
        catch (Exception fault)
        {
            _refused[key] = fault;
            throw;
        }
    }
}
