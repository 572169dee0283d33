using System.Text;
using MsLite.Filter.Checks;
using MsLite.Filter.Delivery;

namespace MsLite.Filter.Policy.Editing;

/// <summary>Says why something must not be written into a file: it could not be understood there, or would mean nothing.</summary>
internal sealed class ContentRules(CheckCatalogue catalogue, TimeProvider time)
{
    private const int MostOfKey = 64;

    /// <returns>A sentence; null when it may be written.</returns>
    public string? Fault(PolicyPath path, PolicyContent content, ReadOnlySpan<byte> written)
    {
        if (content.IsTouch)
        {
            return null;
        }

        if (written.Length > PolicyBody.MaxBytes)
        {
            return $"A policy file holds at most {PolicyBody.MaxBytes} bytes; this would be {written.Length}.";
        }

        var line = content.Values.Select(value => LineFault(value.Key, value.Value)).FirstOrDefault(fault => fault is not null);
        return line ?? BodyFault(path, PolicyBody.Parse(Encoding.UTF8.GetString(written)));
    }

    private static string? LineFault(string key, string? value) =>
        key.Length is 0 or > MostOfKey || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? $"\"{PlainText.Clean(key)}\" is no key: write letters, digits and hyphens, such as note."
        : value is not null && value.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
            ? $"The value of {key} must be one line without control characters."
        : value is not null && value.Length != value.Trim().Length
            ? $"The value of {key} begins or ends with white space, which would not be read. Leave it out."
        : null;

    private string? BodyFault(PolicyPath path, PolicyBody body)
    {
        if (body["until"] is { } until && !PolicyUntil.TryParse(until, time.LocalTimeZone, out _))
        {
            return $"\"until: {PlainText.Clean(until)}\" is no date. Write until: 2026-12-31, or a time such as 2026-12-31T18:00:00Z.";
        }

        if (body["mode"] is { } mode && !(path.Place!.HasMode && mode.Equals("shadow", StringComparison.OrdinalIgnoreCase)))
        {
            return path.Place.HasMode ? $"There is no mode \"{PlainText.Clean(mode)}\": the only one is shadow." : "Only checks have a mode.";
        }

        if (body["reply"] is not null && !path.Place!.HasReply)
        {
            return "Only what refuses has a reply: users/invalid and blacklists.";
        }

        return RoleFault(path, body);
    }

    private string? RoleFault(PolicyPath path, PolicyBody body) => path.Place!.Role switch
    {
        "zones" => ZoneList.Faults(body.Text) is { Count: > 0 } faults ? PlainText.Clean(faults[0]) : null,
        "delivery" => DomainPolicy.FirstLine(body.Text) is { } text && !NextHop.TryParse(text, out _, out var fault) ? fault : null,
        "quarantine" => body["days"] is { } days && !DomainPolicy.TryParseDays(days, out _)
            ? $"\"days: {PlainText.Clean(days)}\" is no number of days from 1 to {DomainPolicy.MostQuarantineDays}."
            : null,
        "checks" => catalogue.Checks.FirstOrDefault(check => check.Name == path.Names[^1])?.Faults(body).FirstOrDefault() is { } clause
            ? $"The file {path.Text} {clause}"
            : null,
        _ => null,
    };
}
