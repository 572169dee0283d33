using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MsLite.Filter;
using MsLite.Smtp.Server;

namespace MsLite.Web.Start;

/// <summary>Reads a certificate with its key from PEM or PFX, and makes the self-signed one for who has none.</summary>
internal static class CertificateFile
{
    private const string SelfSignedName = "self-signed.pem";
    private const string NoKey = "It holds no private key.";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file if there is none and tries to read it; a fault is a sentence in <paramref name="faults"/>.</summary>
    public static string Prepare(MsLiteOptions options, TimeProvider clock, List<string> faults)
    {
        var own = options.Smtp.Certificate.Length == 0;
        var path = own ? Path.Combine(options.StateRoot, SelfSignedName) : options.Smtp.Certificate;
        try
        {
            if (own && !File.Exists(path))
            {
                Make(path, options.Hostname, clock);
            }

            Load(path);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            faults.Add(own
                ? $"The certificate {Path.GetFullPath(path)} cannot be used: {fault.Message} Remove the file and a new one will be made."
                : Unusable("Smtp:Certificate", path, fault));
        }

        TryOther("Http:Certificate", options.Http.Certificate, faults);
        return path;
    }

    private static void TryOther(string key, string path, List<string> faults)
    {
        try
        {
            if (path.Length > 0)
            {
                Load(path);
            }
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            faults.Add(Unusable(key, path, fault));
        }
    }

    private static string Unusable(string key, string path, Exception fault) =>
        $"MsLite:{key} is \"{path}\", which cannot be used: {fault.Message} Name a PEM file that holds certificate and key (the key may stand beside it as .key or privkey.pem), or a PFX file without a password.";

    /// <exception cref="CryptographicException">Neither PEM nor PFX, or no key.</exception>
    public static SslStreamCertificateContext Load(string path)
    {
        var text = File.ReadAllBytes(path);
        var chain = new X509Certificate2Collection();
        if (text.AsSpan().IndexOf("-----BEGIN "u8) >= 0)
        {
            chain.ImportFromPemFile(path);
            return SslStreamCertificateContext.Create(LoadPem(path), chain, offline: true);
        }

        chain = X509CertificateLoader.LoadPkcs12Collection(text, password: null);
        var own = chain.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException(NoKey);
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }

    private static X509Certificate2 LoadPem(string path)
    {

        var keys = new[] { path, Path.ChangeExtension(path, ".key"), Path.Combine(Path.GetDirectoryName(path) ?? "", "privkey.pem") };
        var key = Array.Find(keys, file => File.Exists(file) && File.ReadAllText(file).Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            ?? throw new CryptographicException(NoKey);
        return X509Certificate2.CreateFromPemFile(path, key);
    }

    private static void Make(string path, string hostname, TimeProvider clock)
    {
        using var certificate = SelfSignedCertificate.Create(hostname.Length == 0 ? "localhost" : hostname, clock);
        using var key = certificate.GetRSAPrivateKey() ?? throw new CryptographicException(NoKey);
        Write(path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    // Under another name first: a program that is stopped in the middle must find no half of a file at its next start.
    private static void Write(string path, string text)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(unfinished, create))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
