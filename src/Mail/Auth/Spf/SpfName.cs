namespace MsLite.Mail.Auth.Spf;

/// <summary>Names as DNS can be asked for them.</summary>
internal static class SpfName
{
    /// <summary>No empty label, none over 63, at most 253 in all (RFC 1035 §2.3.4).</summary>
    public static bool IsUsable(string name)
    {
        if (name.Length is 0 or > 253)
        {
            return false;
        }

        var label = 0;
        foreach (var c in name)
        {
            label = c == '.' ? 0 : label + 1;
            if (label > 63)
            {
                return false;
            }
        }

        return name[0] != '.' && name[^1] != '.' && !name.Contains("..", StringComparison.Ordinal);
    }

    /// <summary>RFC 7208 §7.3: an expansion over 253 chars loses labels from the left until it fits. Null if nothing usable is left.</summary>
    public static string? Shorten(string name)
    {
        while (name.Length > 253)
        {
            var dot = name.IndexOf('.', name.Length - 253 - 1);
            if (dot < 0)
            {
                return null;
            }

            name = name[(dot + 1)..];
        }

        return IsUsable(name) ? name : null;
    }
}
