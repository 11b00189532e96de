import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Has veraPDF judge files. Each line of standard input is a flavour ("2a", "3a", "ua1"), a tab, and a path; each line
 * of output is the flavour, the path, "pass" or "fail" or "error", and the failed clauses, with tabs between.
 */
public final class VeraCheck {
  private static final int MOST_FAILURES = 1000;

  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] asked = line.split("\t", 2);
      System.out.println(line + "\t" + judge(asked[0], new File(asked[1])));
    }
  }

  private static String judge(String name, File file) {
    PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
      PDFAValidator validator =
          Foundries.defaultInstance().createValidator(flavour, MOST_FAILURES, false, true, false);
      ValidationResult result = validator.validate(parser);
      if (result.isCompliant()) {
        return "pass\t" + result.getTotalAssertions() + " checks";
      }
      return "fail\t" + String.join("; ", failures(result));
    } catch (Exception broken) {
      return "error\t" + broken.toString().replaceAll("\\s+", " ");
    }
  }

  private static TreeSet<String> failures(ValidationResult result) {
    TreeSet<String> failed = new TreeSet<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
        failed.add(rule + " " + String.valueOf(assertion.getMessage()).replaceAll("\\s+", " "));
      }
    }
    return failed;
  }
}
