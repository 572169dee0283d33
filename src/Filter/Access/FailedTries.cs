using System.Net;
using System.Net.Sockets;

namespace MsLite.Filter.Access;

/// <summary>Counts what failed by the client's address, so that guessing is slow for who guesses and for nobody else. Memory is bounded.</summary>
public sealed class FailedTries(TimeProvider clock)
{
    private const int MostPerWindow = 10;
    private const int MostAddresses = 10_000;
    private const int BytesOfPrefix6 = 8;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (long Begun, int Count)> _tries = [];

    public void Add(IPAddress? client)
    {
        var key = KeyOf(client);
        lock (_gate)
        {
            MakeRoom();
            _tries[key] = _tries.TryGetValue(key, out var tries) && !IsOver(tries.Begun)
                ? (tries.Begun, tries.Count + 1)
                : (clock.GetTimestamp(), 1);
        }
    }

    /// <summary>How long this client is not to be heard; zero when it may try.</summary>
    public TimeSpan Wait(IPAddress? client)
    {
        lock (_gate)
        {
            return _tries.TryGetValue(KeyOf(client), out var tries) && !IsOver(tries.Begun) && tries.Count >= MostPerWindow
                ? s_window - clock.GetElapsedTime(tries.Begun)
                : TimeSpan.Zero;
        }
    }

    /// <summary>It was no guess.</summary>
    public void Forget(IPAddress? client)
    {
        lock (_gate)
        {
            _tries.Remove(KeyOf(client));
        }
    }

    // Who has one IPv6 address has at least the /64 around it.
    private static IPAddress KeyOf(IPAddress? client)
    {
        if (client is null or { AddressFamily: AddressFamily.InterNetwork } or { IsIPv4MappedToIPv6: true })
        {
            return client?.MapToIPv4() ?? IPAddress.None;
        }

        var bytes = client.GetAddressBytes();
        bytes.AsSpan(BytesOfPrefix6).Clear();
        return new IPAddress(bytes);
    }

    private bool IsOver(long begun) => clock.GetElapsedTime(begun) >= s_window;

    private void MakeRoom()
    {
        if (_tries.Count < MostAddresses)
        {
            return;
        }

        foreach (var (address, tries) in _tries)
        {
            if (IsOver(tries.Begun))
            {
                _tries.Remove(address);
            }
        }

        if (_tries.Count >= MostAddresses)
        {
            _tries.Clear();
        }
    }
}
