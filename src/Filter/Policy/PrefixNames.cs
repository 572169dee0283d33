using System.Net;
using System.Net.Sockets;

namespace MsLite.Filter.Policy;

/// <summary>The entries of a directory of addresses that are prefixes, such as <c>192.0.2.0_24</c> or <c>2001:db8::_32</c>.</summary>
internal sealed class PrefixNames
{
    /// <summary>Every length there is, longest first: asked one by one where the directory cannot be listed.</summary>
    private static readonly int[] s_everyLength4 = [.. Enumerable.Range(0, 33).Reverse()];
    private static readonly int[] s_everyLength6 = [.. Enumerable.Range(0, 129).Reverse()];

    private readonly HashSet<string> _names = [];
    private readonly SortedSet<int> _lengths4 = new(Comparer<int>.Create((x, y) => y.CompareTo(x)));
    private readonly SortedSet<int> _lengths6 = new(Comparer<int>.Create((x, y) => y.CompareTo(x)));

    public static PrefixNames Of(IEnumerable<string> names)
    {
        var prefixes = new PrefixNames();
        foreach (var name in names)
        {
            if (TryParse(name, out var address, out var length) && ClientAddress.PrefixText(address, length) == name)
            {
                prefixes._names.Add(name);
                (address.AddressFamily == AddressFamily.InterNetwork ? prefixes._lengths4 : prefixes._lengths6).Add(length);
            }
        }

        return prefixes;
    }

    /// <summary>The lengths that are worth asking for, longest first; all of them when <paramref name="prefixes"/> is not known.</summary>
    public static IReadOnlyCollection<int> Lengths(PrefixNames? prefixes, bool isIpv4) => prefixes is null
        ? (isIpv4 ? s_everyLength4 : s_everyLength6)
        : (isIpv4 ? prefixes._lengths4 : prefixes._lengths6);

    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Takes "address_length" apart, whether or not it is written in the one form that is ever looked up.</summary>
    public static bool TryParse(string name, out IPAddress address, out int length)
    {
        address = IPAddress.None;
        length = 0;
        var mark = name.IndexOf('_', StringComparison.Ordinal);
        if (mark <= 0 || !IPAddress.TryParse(name.AsSpan(0, mark), out var parsed))
        {
            return false;
        }

        address = parsed;
        var most = parsed.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        return int.TryParse(name.AsSpan(mark + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out length)
            && length <= most;
    }
}
