using MsLite.Filter;

namespace MsLite.Web.Start;

/// <summary>What must be there before anything listens: directories, a name, a certificate.</summary>
internal static class Preparation
{
    public static bool TryPrepare(MsLiteOptions options, out string certificatePath, out List<string> faults)
    {
        faults = [.. Directories.Prepare(options)];
        certificatePath = faults.Count == 0 || options.Smtp.Certificate.Length > 0
            ? CertificateFile.Prepare(options, TimeProvider.System, faults)
            : "";
        return faults.Count == 0;
    }
}
