using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace MsLite.Web.Api;

/// <summary>The parameters <c>cursor</c> and <c>limit</c>, alike on every list. A cursor means something to us alone.</summary>
internal static class Paging
{
    public const int Usual = 100;
    private const int MostOfCursor = 2048;

    /// <param name="fault">What to answer when it is no number from 1 to <paramref name="most"/>.</param>
    public static bool TryLimit(HttpRequest request, int most, out int limit, [NotNullWhen(false)] out IResult? fault)
    {
        var text = request.Query["limit"].ToString();
        limit = Math.Min(Usual, most);
        var good = text.Length == 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1 && limit <= most);
        fault = good ? null : ApiProblem.BadRequest($"limit must be a number from 1 to {most}.");
        return good;
    }

    /// <summary>Null in <paramref name="place"/> on the first page.</summary>
    public static bool TryCursor(HttpRequest request, out string? place, [NotNullWhen(false)] out IResult? fault)
    {
        var text = request.Query["cursor"].ToString();
        (place, fault) = (null, null);
        if (text.Length == 0)
        {
            return true;
        }

        if (text.Length <= MostOfCursor && Ascii.IsValid(text) && Base64Url.IsValid(text))
        {
            place = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
            return true;
        }

        fault = ApiProblem.BadRequest("cursor is not one that this list gave. Leave it out to begin again.");
        return false;
    }

    public static string Cursor(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    /// <summary>Cuts off the one item more that was asked for to see whether there is another page.</summary>
    public static PageOf<TView> Page<TItem, TView>(IReadOnlyList<TItem> items, int limit, Func<TItem, string> place, Func<TItem, TView> view) =>
        new([.. items.Take(limit).Select(view)], items.Count > limit ? Cursor(place(items[limit - 1])) : null);
}
