using System.Globalization;

namespace MsLite.Web.Api;

/// <summary>
/// Places in the live feeds as event ids: numbers begin anew with each start of the program and with each kind of feed, so an id says
/// to which it belongs.
/// </summary>
internal sealed class LivePlace(TimeProvider clock)
{
    private readonly string _life = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);

    public string Id(string kind, long number) => string.Create(CultureInfo.InvariantCulture, $"{_life}-{kind[0]}-{number}");

    /// <summary>Where to go on; null when the id is none of this life and kind, so that nobody can tell what was missed.</summary>
    public long? Number(string kind, string id) =>
        id.StartsWith($"{_life}-{kind[0]}-", StringComparison.Ordinal) && long.TryParse(id[(id.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
