using MsLite.Filter.Access;

namespace MsLite.Web.Api;

/// <summary>Counts the answers that go on for long: each holds a connection, so nobody gets many of them.</summary>
internal sealed class OpenStreams
{
    public const int MostPerCaller = 10;
    public const int MostInAll = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Scheme, string Name), int> _open = [];
    private int _all;

    /// <summary>Null and one more is open until the lease is disposed; or what to answer.</summary>
    public IResult? TryOpen(HttpContext context, Caller caller, out IDisposable lease)
    {
        var key = (context.User.Identity?.AuthenticationType ?? "", caller.Name);
        lease = new Lease(this, key);
        lock (_gate)
        {
            var mine = _open.GetValueOrDefault(key);
            if (mine >= MostPerCaller)
            {
                return ApiProblem.Of(StatusCodes.Status429TooManyRequests, $"You have {mine} streams open already. Close one first.");
            }

            if (_all >= MostInAll)
            {
                return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "As many streams are open as the program holds. Try again later.");
            }

            (_open[key], _all) = (mine + 1, _all + 1);
        }

        return null;
    }

    private void Close((string Scheme, string Name) key)
    {
        lock (_gate)
        {
            _all--;
            if (--_open[key] == 0)
            {
                _open.Remove(key);
            }
        }
    }

    private sealed class Lease(OpenStreams streams, (string Scheme, string Name) key) : IDisposable
    {
        public void Dispose() => streams.Close(key);
    }
}
