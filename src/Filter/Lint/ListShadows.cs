using System.Net;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>
/// Finds the entry of a list that always speaks before another one, which therefore never decides: the ladder asks all whitelists before
/// the blacklists, and a domain's own lists before those of all domains.
/// </summary>
/// <param name="own">The domain's directory; null when only the lists of all domains are looked at.</param>
/// <param name="global">The directory <c>_global_</c>; null when there is none.</param>
internal sealed class ListShadows(PolicyDirectory? own, PolicyDirectory? global)
{
    /// <summary>The path, relative to /srv, of the entry that decides instead; null when there is none.</summary>
    /// <param name="colour">"whitelisted" or "blacklisted".</param>
    /// <param name="isGlobal">The entry stands in <c>_global_</c>; then only its own domain's lists are in front of it, if one is looked at.</param>
    /// <exception cref="IOException">The disk does not say.</exception>
    public string? Find(string colour, string kind, string name, bool isGlobal)
    {
        var before = new List<(PolicyDirectory? Lists, string Colour)>();
        if (colour == "blacklisted")
        {
            before.AddRange([(own, "whitelisted"), (global, "whitelisted")]);
        }

        if (isGlobal && own is not null)
        {
            before.Add((own, colour));
        }

        return before.Select(list => Stronger(list.Lists?.Directory(list.Colour), kind, name)).FirstOrDefault(path => path is not null);
    }

    /// <summary>An entry of these lists that speaks whenever the other one would.</summary>
    private static string? Stronger(PolicyDirectory? lists, string kind, string name) => lists is null ? null : kind switch
    {
        "ips" => Covering(lists.Directory("ips"), name),
        "senders" => Same(lists, "senders", name) ?? Same(lists, "domains", name[(name.LastIndexOf('@') + 1)..]),
        _ => Same(lists, kind, name),
    };

    private static string? Same(PolicyDirectory lists, string kind, string name) =>
        PolicyName.TryParse(name, out var parsed) && lists.Directory(kind)?.Find(parsed) is { } file ? file.Path : null;

    private static string? Covering(PolicyDirectory? addresses, string name)
    {
        if (addresses is null)
        {
            return null;
        }

        if (PrefixNames.TryParse(name, out var network, out var length))
        {
            // A wider prefix, or this very one: an address of it is in the wider one, too.
            for (var wider = length; wider >= 0; wider--)
            {
                var text = network.IsIPv4MappedToIPv6
                    ? ClientAddress.PrefixText(network.MapToIPv4(), Math.Max(wider - 96, 0))
                    : ClientAddress.PrefixText(network, wider);
                if (addresses.Find(PolicyName.OfOurs(text)) is { } file)
                {
                    return file.Path;
                }
            }

            return null;
        }

        return IPAddress.TryParse(name, out var address) ? new ClientAddress(address).FindIn(addresses)?.Path : null;
    }
}
