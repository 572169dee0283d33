using System.Globalization;

namespace MsLite.Admin.Components.Controls;

/// <summary>A number of bytes as people read it.</summary>
public static class ByteSize
{
    private static readonly string[] s_units = ["KiB", "MiB", "GiB", "TiB"];

    public static string Format(long bytes)
    {
        if (bytes < 1024)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        }

        var value = bytes / 1024.0;
        var unit = 0;
        // 1023.96 would be written as 1024.0.
        while (value >= 1023.95 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }
}
